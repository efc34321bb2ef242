// The question before what cannot be undone: it stands where it was asked for, and the safe answer has the focus.
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Button } from './Button';
import styles from './Confirmation.module.css';
import { Icon } from './Icon';

type Props = {
  question: ReactNode;
  yes: string;
  no: string;
  onYes: () => void;
  onNo: () => void;
  pending?: boolean;
  /** Within a list. */
  small?: boolean;
  /** What follows from the act. */
  children?: ReactNode;
};

export function Confirmation({ question, yes, no, onYes, onNo, pending, small, children }: Props) {
  const id = useId();
  const safe = useRef<HTMLSpanElement>(null);
  useEffect(() => safe.current?.querySelector('button')?.focus(), []);
  return (
    <fieldset className={styles.confirm} aria-labelledby={id}>
      <p className={styles.question}>
        <Icon name="warn" size={14} />
        <span id={id}>{question}</span>
      </p>
      {children}
      <div className="row">
        <Button look={small ? 'secondary' : 'primary'} small={small} pending={pending} onClick={onYes}>
          {yes}
        </Button>
        <span ref={safe}>
          <Button look="plain" small={small} onClick={onNo}>
            {no}
          </Button>
        </span>
      </div>
    </fieldset>
  );
}
