// One step of the process: possible now, or with the reasons why not; what cannot be undone says so and asks first.
import { type ReactNode, useId, useState } from 'react';
import { graphql } from '../app/graph';
import { type LocalizedText, messages, useLocal, useMessages } from '../app/language';
import styles from './ActionButton.module.css';
import { Button, type ButtonLook } from './Button';
import { Confirmation } from './Confirmation';
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
  const name = title ?? local(transition.title);

  if (asking && transition.available) {
    return (
      <Confirmation
        question={t.sure(name)}
        yes={t.yes(name)}
        no={t.no}
        pending={pending}
        onYes={() => {
          setAsking(false);
          onAct();
        }}
        onNo={() => setAsking(false)}
      >
        {children}
      </Confirmation>
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
