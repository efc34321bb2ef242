// The result per criterion as bars with the scale's own words; a group opens into its indicators.
import { english, messages, russian, useLocal, useMessages, useTongue } from '../app/language';
import { AreaMark } from '../design/AreaMark';
import { Disclosure } from '../design/Disclosure';
import { Meter } from '../design/Meter';
import { type CriterionData, groupsOf } from './criteria';
import styles from './observer.module.css';

const words = messages({
  parts: {
    ru: (count: number) =>
      `Из чего складывается: ${count} ${russian(count, 'показатель', 'показателя', 'показателей')}`,
    en: (count: number) => `What it is made of: ${count} ${english(count, 'indicator', 'indicators')}`,
  },
  why: { ru: 'Почему так', en: 'Why' },
  cited: {
    ru: (title: string, page: number) => `${title}, с. ${page}`,
    en: (title: string, page: number) => `${title}, p. ${page}`,
  },
});

type Props = {
  criteria: readonly CriterionData[];
  /** The whole record: codes, and reasons shown at once. */
  whole?: boolean;
};

export function CriteriaBars({ criteria, whole }: Props) {
  const t = useMessages(words);
  return (
    <ul className={styles.criteria}>
      {groupsOf(criteria).map(({ top, members }) => (
        <li key={top.code} className="stack-near">
          <Bar criterion={top} like={members[0]} whole={whole} />
          {members.length > 0 &&
            (whole ? (
              <Members members={members} whole />
            ) : (
              <Disclosure title={t.parts(members.length)}>
                <Members members={members} />
              </Disclosure>
            ))}
        </li>
      ))}
    </ul>
  );
}

function Members({ members, whole }: { members: readonly CriterionData[]; whole?: boolean }) {
  return (
    <ul className={styles.group}>
      {members.map((member) => (
        <li key={member.code} className="stack-near">
          <Bar criterion={member} whole={whole} />
        </li>
      ))}
    </ul>
  );
}

/** A group has no scale of its own: it is drawn on that of its members. */
function Bar({
  criterion,
  like,
  whole,
}: {
  criterion: CriterionData;
  like?: CriterionData;
  whole?: boolean;
}) {
  const t = useMessages(words);
  const local = useLocal();
  const scale = criterion.scale ?? like?.scale;
  const title = local(criterion.title);
  return (
    <>
      {scale ? (
        <Meter
          label={whole ? `${criterion.code}. ${title}` : title}
          value={criterion.score}
          minimum={scale.minimum}
          maximum={scale.maximum}
          step={scale.kind === 'LEVELS' ? scale.step : undefined}
          level={criterion.level}
          selfScore={criterion.selfScore}
        />
      ) : (
        <p>{title}</p>
      )}
      {criterion.position &&
        (whole ? (
          <Reason criterion={criterion} />
        ) : (
          <Disclosure title={t.why}>
            <Reason criterion={criterion} />
          </Disclosure>
        ))}
    </>
  );
}

function Reason({ criterion }: { criterion: CriterionData }) {
  const t = useMessages(words);
  const tongue = useTongue();
  return (
    <div className={styles.reason}>
      <p lang={tongue(criterion.position ?? '')}>{criterion.position}</p>
      {criterion.citations.map((cited) => (
        <blockquote key={JSON.stringify(cited)} className={styles.quote}>
          {cited.quote && <p lang={tongue(cited.quote)}>«{cited.quote}»</p>}
          <cite>
            {cited.area && <AreaMark area={cited.area} />} {t.cited(cited.documentTitle, cited.page)}
          </cite>
        </blockquote>
      ))}
    </div>
  );
}
