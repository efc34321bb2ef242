// The state of something: a shape and a word; colour only repeats what they say.
import type { ReactNode } from 'react';
import styles from './State.module.css';

export type StateTone = 'neutral' | 'active' | 'good' | 'warn' | 'bad';
/** Empty, half and full circles for work not begun, begun, done; the others for what they look like. */
export type StateShape = 'empty' | 'half' | 'full' | 'check' | 'triangle' | 'cross' | 'square';

const usual: Record<StateTone, StateShape> = {
  neutral: 'empty',
  active: 'half',
  good: 'check',
  warn: 'triangle',
  bad: 'cross',
};

export function StateShapeIcon({ shape }: { shape: StateShape }) {
  return (
    <svg
      width="11"
      height="11"
      viewBox="0 0 12 12"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
    >
      {shape === 'empty' && <circle cx="6" cy="6" r="4.75" />}
      {shape === 'half' && (
        <>
          <circle cx="6" cy="6" r="4.75" />
          <path d="M6 1.25a4.75 4.75 0 0 1 0 9.5z" fill="currentColor" stroke="none" />
        </>
      )}
      {shape === 'full' && <circle cx="6" cy="6" r="5.25" fill="currentColor" stroke="none" />}
      {shape === 'check' && (
        <>
          <circle cx="6" cy="6" r="6" fill="currentColor" stroke="none" />
          <path d="m3.4 6.2 1.8 1.8 3.4-3.8" stroke="var(--paper)" />
        </>
      )}
      {shape === 'triangle' && <path d="M6 .8 11.6 11H.4z" fill="currentColor" stroke="none" />}
      {shape === 'cross' && <path d="m2 2 8 8m0-8-8 8" strokeWidth="2.25" />}
      {shape === 'square' && <rect x="1" y="1" width="10" height="10" fill="currentColor" stroke="none" />}
    </svg>
  );
}

type Props = { tone?: StateTone; shape?: StateShape; children: ReactNode };

export function StateBadge({ tone = 'neutral', shape, children }: Props) {
  return (
    <span className={`${styles.badge} ${styles[tone]}`}>
      <StateShapeIcon shape={shape ?? usual[tone]} />
      <span>{children}</span>
    </span>
  );
}
