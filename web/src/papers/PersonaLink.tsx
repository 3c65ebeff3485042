import { Link } from 'react-router';
import type { PersonaRef } from '@/api/types';
import { useT } from '@/i18n';
import { StateTag } from '@/ui/plain/tags';

/** As whom an account speaks, or spoke. */
export function PersonaLink({ persona: { id, name, state } }: { persona: PersonaRef }) {
  const t = useT();
  return <><Link to={`/personas/${id}`}>{name || t('persona_ref.erased')}</Link> {state === 'retired' ? <StateTag tone="quiet">{t('persona_ref.retired')}</StateTag> : null}</>;
}
