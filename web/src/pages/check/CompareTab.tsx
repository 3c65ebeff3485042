/** A draft against the notes of the matrix, and against other texts that are not notes yet. */
import { Link } from 'react-router';
import { lengthOf } from '@/content/text';
import { SIMILAR_CHARS_MIN, TEXT_CHARS_MAX, useSimilar } from '@/content/queries';
import { Similar } from '@/content/Similar';
import { useSettled } from '@/content/useSettled';
import { useT } from '@/i18n';
import { Button, IconButton, Select, TextArea } from '@/ui/controls';
import { AddIcon, DeleteIcon } from '@/ui/icons';
import { EmptyState, Loaded } from '@/ui/states';
import { useParamsState } from '@/ui/url';

const OTHERS_MAX = 20;
const DAYS = [30, 90, 365] as const;
const PARAMS = { days: '' };
const DRAFT_LINES = 10;
const OTHER_LINES = 4;

interface CompareProps {
  text: string;
  setText: (text: string) => void;
  others: readonly string[];
  setOthers: (others: readonly string[]) => void;
}

export function CompareTab({ text, setText, others, setOthers }: CompareProps) {
  const t = useT();
  const [{ days }, setParams] = useParamsState(PARAMS);
  const asked = useSettled(JSON.stringify({ text, others }));
  const settled = JSON.parse(asked) as Pick<CompareProps, 'text' | 'others'>;
  const named = settled.others.map((other, index) => ({ name: t('compare.other', { n: index + 1 }), text: other })).filter(({ text: other }) => other.trim() !== '');
  const long = lengthOf(settled.text.trim()) >= SIMILAR_CHARS_MIN;
  const within = DAYS.find((one) => String(one) === days);
  const similar = useSimilar({ text: settled.text, others: named, ...(within ? { days: within } : {}) }, long);
  return (
    <div className="k-stack">
      <div className="k-check">
        <div>
          <div className="k-check-about"><Select label={t('compare.days')} any={t('compare.any_days')} value={days} options={DAYS.map((one) => ({ value: String(one), label: t('compare.within', { days: one }) }))} change={(next) => setParams({ days: next })} /></div>
          <TextArea label={t('compare.draft')} hint={t('compare.draft_hint')} value={text} change={setText} most={TEXT_CHARS_MAX} lines={DRAFT_LINES} />
        </div>
        <Others others={others} setOthers={setOthers} />
      </div>
      <section aria-label={t('compare.result')} className="k-check-similar">
        {long
          ? <Loaded query={similar} lines={3}>{(view) => <Similar compared={view} account={({ id, nickname }) => <Link to={`/accounts/${id}`}>{nickname}</Link>} />}</Loaded>
          : <EmptyState title={t('compare.empty')} text={t(settled.text.trim() === '' ? 'compare.empty_text' : 'compare.too_short')} />}
      </section>
    </div>
  );
}

function Others({ others, setOthers }: Pick<CompareProps, 'others' | 'setOthers'>) {
  const t = useT();
  return (
    <div className="k-stack">
      {others.map((other, index) => {
        const name = t('compare.other', { n: index + 1 });
        return (
          // A text is known by its place: taking one away moves up those below it.
          <div key={index}>
            <div className="k-row-between"><span className="k-quiet">{name}</span><IconButton label={t('compare.remove', { name })} icon={<DeleteIcon />} press={() => setOthers(others.filter((_, at) => at !== index))} /></div>
            <TextArea label={name} hint={t('compare.other_hint')} value={other} change={(next) => setOthers(others.map((one, at) => (at === index ? next : one)))} most={TEXT_CHARS_MAX} lines={OTHER_LINES} />
          </div>
        );
      })}
      {others.length < OTHERS_MAX ? <div><Button icon={<AddIcon />} press={() => setOthers([...others, ''])}>{t('compare.add')}</Button></div> : null}
    </div>
  );
}
