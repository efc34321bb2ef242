// The result per criterion as bars with the scale's own words; a group opens into its indicators.
import { messages, useLocal, useMessages } from '../app/language';
import { Disclosure } from '../design/Disclosure';
import { Meter } from '../design/Meter';
import type { CriterionData } from './criteria';
import styles from './observer.module.css';

const words = messages({
  parts: { ru: (count: number) => `Показатели: ${count}`, en: (count: number) => `Indicators: ${count}` },
});

export function CriteriaBars({ criteria }: { criteria: readonly CriterionData[] }) {
  const t = useMessages(words);
  const tops = criteria.filter(({ parentCode }) => parentCode === null);
  return (
    <div className={styles.criteria}>
      {tops.map((top) => {
        const members = criteria.filter(({ parentCode }) => parentCode === top.code);
        return (
          <div key={top.code} className="stack-near">
            <Bar criterion={top} like={members[0]} />
            {members.length > 0 && (
              <Disclosure title={t.parts(members.length)}>
                <div className={styles.group}>
                  {members.map((member) => (
                    <Bar key={member.code} criterion={member} />
                  ))}
                </div>
              </Disclosure>
            )}
          </div>
        );
      })}
    </div>
  );
}

/** A group has no scale of its own: it is drawn on that of its members. */
function Bar({ criterion, like }: { criterion: CriterionData; like?: CriterionData }) {
  const local = useLocal();
  const scale = criterion.scale ?? like?.scale;
  if (!scale) return <p>{local(criterion.title)}</p>;
  return (
    <Meter
      label={`${criterion.code}. ${local(criterion.title)}`}
      value={criterion.score}
      minimum={scale.minimum}
      maximum={scale.maximum}
      step={scale.kind === 'LEVELS' ? scale.step : undefined}
      level={criterion.level}
      selfScore={criterion.selfScore}
    />
  );
}
