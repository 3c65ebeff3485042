/** A paper that carries its file: the place to hand one in, and the mark on the row that has one. */
import { useState } from 'react';
import { EVIDENCE_FILES } from '@/api/evidence';
import { useMe } from '@/api/me';
import { useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { DropZone } from '@/ui/DropZone';
import { Field } from '@/ui/Form';
import { StateTag } from '@/ui/plain/tags';
import { LookDialog } from './LookDialog';

export function PaperField({ label, file, take, error }: { label: string; file: File | null; take: (file: File | null) => void; error: string | undefined }) {
  const t = useT();
  return (
    <Field label={label} hint={file?.name} error={error}>
      {() => <DropZone take={(files) => take(files[0] ?? null)} accept={EVIDENCE_FILES} small>{file ? t('proof.change_file') : t('proof.file_hint')}</DropZone>}
    </Field>
  );
}

/** Says that the file lies in the vault; whoever may look at it does so for a reason. */
export function OnFile({ title, file }: { title: string; file: string | null | undefined }) {
  const t = useT();
  const me = useMe();
  const [looking, setLooking] = useState(false);
  if (!file) return null;
  if (!me.can.reveal_personal) return <StateTag tone="quiet">{t('proof.on_file')}</StateTag>;
  return (
    <>
      <Button small quiet press={() => setLooking(true)}>{t('proof.on_file')}</Button>
      {looking ? <LookDialog title={title} file={file} hint={t('proof.look_paper')} close={() => setLooking(false)} /> : null}
    </>
  );
}
