// How a result came about: a tree that opens step by step, down to the scores it rests on.
import { graphql, type ResultOf } from '../app/graph';
import { messages, useLanguage, useLocal, useMessages } from '../app/language';
import { writeDecimal } from '../app/numbers';
import styles from './Derivation.module.css';
import { Icon } from './Icon';

export const derivationFields = graphql(`
  fragment DerivationFields on Derivation {
    code title { ru en } maximum
    steps { place parent code title { ru en } value weight outcome { ru en } explanation { ru en } }
  }
`);
type Data = ResultOf<typeof derivationFields>;
type Step = Data['steps'][number];

const words = messages({
  of: { ru: (most: string) => `из ${most}`, en: (most: string) => `of ${most}` },
  weight: { ru: (weight: string) => `вес ${weight}`, en: (weight: string) => `weight ${weight}` },
});

/** Every result of the whole; `open` shows the steps of the first level at once. */
export function Derivations({ results, open }: { results: readonly Data[]; open?: boolean }) {
  return (
    <ul className={styles.tree}>
      {results.map(({ code, steps, maximum }) => {
        const [root] = steps;
        return (
          root && <Branch key={code} step={root} steps={steps} open={open ?? false} top most={maximum} />
        );
      })}
    </ul>
  );
}

type BranchProps = {
  step: Step;
  steps: readonly Step[];
  open: boolean;
  top?: boolean;
  /** The most that could come out. */
  most?: string | null;
};

function Branch({ step, steps, open, top, most }: BranchProps) {
  const parts = steps.filter(({ parent }) => parent === step.place);
  if (!parts.length)
    return (
      <li className={styles.leaf}>
        <Line step={step} top={top} most={most} />
      </li>
    );
  return (
    <li>
      <details open={open}>
        <summary className={styles.summary}>
          <Icon name="right" size={14} />
          <Line step={step} top={top} most={most} />
        </summary>
        <ul className={styles.parts}>
          {parts.map((part) => (
            <Branch key={part.place} step={part} steps={steps} open={false} />
          ))}
        </ul>
      </details>
    </li>
  );
}

function Line({ step, top, most }: Pick<BranchProps, 'step' | 'top' | 'most'>) {
  const t = useMessages(words);
  const local = useLocal();
  const language = useLanguage();
  const name = step.title ? local(step.title) : step.code;
  return (
    <span className={styles.line}>
      <span className={styles.name}>
        {name && <span className={top ? styles.strong : undefined}>{name}</span>}
        <span className={styles.rule}>
          {[step.weight && t.weight(writeDecimal(step.weight, language)), local(step.explanation)]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <strong className={styles.outcome}>
        {local(step.outcome)}
        {most && step.value !== null && ` ${t.of(writeDecimal(most, language))}`}
      </strong>
    </span>
  );
}
