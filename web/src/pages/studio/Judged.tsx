/** What is found in the words of a draft: the bounds, the rules, the likeness to others, advertising, and how it sounds. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { AdShare, DraftJudgement, NearText, VoiceHint } from '@/api/types';
import { Findings, Marked, OutcomeTag, Packs } from '@/content/Findings';
import { SideBySide, type Passage } from '@/content/SideBySide';
import { Hidden, rangeOf, SimilarTag } from '@/content/Similar';
import { useT } from '@/i18n';
import { wholeOf, type Judged as JudgedText } from '@/studio/queries';
import { RiskTag } from '@/studio/tags';
import { StateTag } from '@/ui/plain/tags';
import './studio.css';

export function Judged({ text, judgement }: JudgedText) {
  const { check, copies, voice } = judgement;
  return (
    <div className="k-judged">
      <Outcome judgement={judgement} />
      <Checked text={text} check={check} />
      <Copies text={wholeOf(text)} copies={copies} />
      <Advertising judgement={judgement} />
      <Voice hints={voice} />
    </div>
  );
}

function Part({ title, tag, children }: { title: string; tag?: ReactNode; children?: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="k-row">{title} {tag}</h3>
      {children}
    </section>
  );
}

/** Whether it could go in, and how carefully it would be looked at. */
function Outcome({ judgement: { risk, stopped, faults } }: { judgement: DraftJudgement }) {
  const t = useT();
  return (
    <section aria-label={t('judged.outcome')} role="status">
      {stopped ? <p className="k-notice k-notice-act">{stopped}</p> : risk ? <p className="k-row"><RiskTag risk={risk} /> <span>{t(`draft_risk_text.${risk}`)}</span></p> : null}
      {faults.length > 0 ? <ul className="k-judged-faults">{faults.map((fault) => <li key={fault}>{fault}</li>)}</ul> : null}
    </section>
  );
}

function Checked({ text: { title, body }, check }: { text: JudgedText['text']; check: DraftJudgement['check'] }) {
  const t = useT();
  const surfaces = [{ key: 'title', text: title, findings: check.title }, { key: 'body', text: body, findings: check.body }] as const;
  return (
    <Part title={t('judged.check')} tag={<OutcomeTag outcome={check.outcome} />}>
      {surfaces.filter(({ findings }) => findings.length > 0).map(({ key, text, findings }) => (
        <div key={key}>
          <p className="k-quiet">{t(`surface.${key}`)}</p>
          <Marked text={text} findings={findings} />
          <Findings findings={findings} />
        </div>
      ))}
      <Packs packs={check.packs} />
    </Part>
  );
}

function Copies({ text, copies: { nearest, compared, matches } }: { text: string; copies: DraftJudgement['copies'] }) {
  const t = useT();
  return (
    <Part title={t('judged.copies')} tag={<SimilarTag kind={nearest} />}>
      <p className="k-quiet">{t('judged.compared', { count: compared })}</p>
      {matches.map((match, index) => <Near key={`${match.draft ?? ''}${match.note ?? ''}${index}`} text={text} match={match} open={index === 0} />)}
    </Part>
  );
}

function Near({ text, match: { draft, account, text: other, kind, score, spans, hidden }, open }: { text: string; match: NearText; open: boolean }) {
  const t = useT();
  const passages = spans.map(({ here, there }): Passage => ({ left: rangeOf(here), right: rangeOf(there) }));
  const who = account?.nickname ?? t('similar.hidden');
  return (
    <details className="k-match" open={open}>
      <summary><SimilarTag kind={kind} /> <strong>{who}</strong> <span className="k-quiet k-number">{t('similar.score', { score })}</span></summary>
      {hidden || !other ? <Hidden draft={text} passages={passages} /> : (
        <SideBySide
          left={{ title: t('similar.draft'), text }}
          right={{ title: t(draft ? 'judged.other_draft' : 'similar.note'), about: draft ? <Link to={`/studio/drafts/${draft}`}>{who}</Link> : account ? <Link to={`/accounts/${account.id}`}>{who}</Link> : null, text: other }}
          passages={passages}
        />
      )}
    </details>
  );
}

/** What makes it advertising, and what that does to the share of the account. */
function Advertising({ judgement: { hard_ad: ad, ads } }: { judgement: DraftJudgement }) {
  const t = useT();
  return (
    <Part title={t('judged.ads')} tag={<StateTag tone={ad.kind === 'none' ? 'good' : 'watch'}>{t(`hard_ad.${ad.kind}`)}</StateTag>}>
      {ad.reasons.length > 0 ? <ul className="k-judged-list">{ad.reasons.map(({ kind, words, says }, index) => <li key={index}><strong>{kind === 'component' ? t(`hard_ad.${kind}`) : words}</strong> {says}</li>)}</ul> : null}
      <table className="k-ad-share">
        <thead><tr><th scope="col">{t('judged.share')}</th><th scope="col">{t('judged.share_now')}</th><th scope="col">{t('judged.share_then')}</th></tr></thead>
        <tbody>
          <tr><th scope="row">{t('judged.share_days')}</th><td><Share share={ads.days} /></td><td><Share share={ads.days_then} /></td></tr>
          <tr><th scope="row">{t('judged.share_notes')}</th><td><Share share={ads.notes} /></td><td><Share share={ads.notes_then} /></td></tr>
        </tbody>
      </table>
      {ads.limit ? <p className={ads.is_beyond ? 'k-notice k-notice-watch' : 'k-quiet'} title={ads.limit.source}>{t(ads.is_beyond ? 'judged.share_beyond' : 'judged.share_limit', { percent: ads.limit.percent })}</p> : null}
    </Part>
  );
}

const PERCENT = 100;

/** The share with the numbers behind it: one of two is no half of everything. */
function Share({ share: { ads, notes } }: { share: AdShare }) {
  const t = useT();
  return <span className="k-number">{notes === 0 ? t('judged.share_none') : t('judged.share_of', { ads, notes, percent: Math.round((ads * PERCENT) / notes) })}</span>;
}

function Voice({ hints }: { hints: readonly VoiceHint[] }) {
  const t = useT();
  return (
    <Part title={t('judged.voice')} tag={<StateTag tone={hints.length === 0 ? 'good' : 'quiet'}>{t('judged.voice_n', { count: hints.length })}</StateTag>}>
      <ul className="k-judged-list">
        {hints.map(({ kind, words, reason, question, surface, start }) => (
          <li key={`${kind}${surface}${start}`}>
            <p><StateTag tone="quiet">{t(`voice_hint.${kind}`)}</StateTag> <q className="k-judged-words">{words}</q></p>
            <p>{reason}</p>
            <p className="k-way-out">{question}</p>
          </li>
        ))}
      </ul>
    </Part>
  );
}
