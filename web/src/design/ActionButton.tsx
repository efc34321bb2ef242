// One step of the process: possible now, or with the reasons why not; what cannot be undone says so and asks first.
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { graphql } from '../app/graph';
import { type LocalizedText, messages, useLocal, useMessages } from '../app/language';
import styles from './ActionButton.module.css';
import { Button, type ButtonLook } from './Button';
import { Icon } from './Icon';
import { type ReasonData, Reasons, reasonFields } from './Reasons';

export const transitionFields = graphql(
  `fragment TransitionFields on AvailableTransition {
    name title { ru en } available blockedBy { ...ReasonFields } dueAt changesState irreversible target { code title { ru en } }
  }`,
  [reasonFields],
);

export type TransitionData = {
  name: string;
  title: LocalizedText;
  available: boolean;
  irreversible: boolean;
  blockedBy: readonly ReasonData[];
};

const words = messages({
  irreversible: { ru: 'Отменить это будет нельзя.', en: 'This cannot be undone.' },
  sure: {
    ru: (what: string) => `${what}? Отменить это будет нельзя.`,
    en: (what: string) => `${what}? This cannot be undone.`,
  },
  yes: {
    ru: (what: string) => `Да, ${what[0]?.toLowerCase()}${what.slice(1)}`,
    en: (what: string) => `Yes, ${what[0]?.toLowerCase()}${what.slice(1)}`,
  },
  no: { ru: 'Не сейчас', en: 'Not now' },
});

type Props = {
  transition: TransitionData;
  onAct: () => unknown;
  pending?: boolean;
  look?: ButtonLook;
  /** Another title than the process gives. */
  title?: string;
  /** What follows from the act, said before it. */
  children?: ReactNode;
};

export function ActionButton({ transition, onAct, pending, look = 'primary', title, children }: Props) {
  const t = useMessages(words);
  const local = useLocal();
  const id = useId();
  const [asking, setAsking] = useState(false);
  const no = useRef<HTMLSpanElement>(null);
  const name = title ?? local(transition.title);

  useEffect(() => {
    if (asking) no.current?.querySelector('button')?.focus();
  }, [asking]);

  if (asking && transition.available) {
    return (
      <fieldset className={styles.confirm} aria-labelledby={`${id}-question`}>
        <p className={styles.question}>
          <Icon name="warn" size={14} />
          <span id={`${id}-question`}>{t.sure(name)}</span>
        </p>
        {children}
        <div className="row">
          <Button
            look="primary"
            pending={pending}
            onClick={() => {
              setAsking(false);
              onAct();
            }}
          >
            {t.yes(name)}
          </Button>
          <span ref={no}>
            <Button look="plain" onClick={() => setAsking(false)}>
              {t.no}
            </Button>
          </span>
        </div>
      </fieldset>
    );
  }
  return (
    <div className={styles.act}>
      <Button
        look={look}
        pending={pending}
        disabled={!transition.available}
        aria-describedby={`${id}-more`}
        onClick={() => (transition.irreversible ? setAsking(true) : onAct())}
      >
        {name}
      </Button>
      <div id={`${id}-more`} className={styles.note}>
        {transition.available ? (
          transition.irreversible && `${t.irreversible} `
        ) : (
          <Reasons reasons={transition.blockedBy} />
        )}
        {children}
      </div>
    </div>
  );
}
