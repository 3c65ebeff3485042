import type { ReactNode } from 'react';

interface ProgressRowProps {
  label: string;
  /** From 0 to 1; `null` while the end is not known. */
  share: number | null;
  note: ReactNode;
  action?: ReactNode;
}

/** Long work: how far, how fast, how long yet, and a way to stop. */
export function ProgressRow({ label, share, note, action }: ProgressRowProps) {
  return (
    <div className="k-progress">
      <div className="k-progress-bar">
        <progress aria-label={label} {...(share === null ? {} : { value: share, max: 1 })} />
      </div>
      <span className="k-progress-note k-number" role="status">{note}</span>
      {action}
    </div>
  );
}

/** A share of a whole as a thin bar, beside its number and never instead of it. */
export function Bar({ share }: { share: number }) {
  return <span className="k-bar" aria-hidden="true"><span style={{ width: `${Math.max(0, Math.min(1, share)) * 100}%` }} /></span>;
}

export interface Moment {
  key: string;
  at: ReactNode;
  title: ReactNode;
  note?: ReactNode;
}

/** What happened, newest first. */
export function Timeline({ moments }: { moments: Moment[] }) {
  return (
    <ol className="k-timeline">
      {moments.map(({ key, at, title, note }) => (
        <li key={key}>
          <span className="k-quiet">{at}</span>
          <div>
            <div>{title}</div>
            {note ? <div className="k-quiet">{note}</div> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}
