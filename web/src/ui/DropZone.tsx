import { useId, useRef, useState, type DragEvent, type ReactNode } from 'react';
import { useT } from '@/i18n';
import { DropIcon } from './icons';

interface DropZoneProps {
  take: (files: File[]) => void;
  accept: string;
  children: ReactNode;
  small?: boolean;
}

/** Said in the element itself: a form around it would show a file input again. */
const HIDDEN = { display: 'none' } as const;

/** A place to drop files on, which is also a button to choose them. */
export function DropZone({ take, accept, children, small }: DropZoneProps) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (event.dataTransfer.files.length > 0) take([...event.dataTransfer.files]);
  };
  return (
    <>
      <button
        type="button"
        className={`k-drop${over ? ' k-drop-over' : ''}${small ? ' k-drop-small' : ''}`}
        aria-describedby={id}
        onClick={() => input.current?.click()}
        onDragOver={(event) => { event.preventDefault(); setOver(true); }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <DropIcon aria-hidden />
        <span className="k-drop-title">{t('drop.title')}</span>
        <span id={id} className="k-quiet">{children}</span>
      </button>
      <input
        ref={input}
        type="file"
        style={HIDDEN}
        multiple
        accept={accept}
        aria-label={t('drop.title')}
        onChange={(event) => {
          take([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </>
  );
}
