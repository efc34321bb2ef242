// The result per criterion as bars with the scale's own words; a group opens into its indicators.
import { english, messages, russian, useLocal, useMessages, useTongue } from '../app/language';
import { AreaMark } from '../design/AreaMark';
import { Disclosure } from '../design/Disclosure';
import { Meter } from '../design/Meter';
import { type CriterionData, groupsOf } from './criteria';
import { FileLink } from './Documents';
import styles from './observer.module.css';

const words = messages({
  parts: {
    ru: (count: number) =>
      `Из чего складывается: ${count} ${russian(count, 'показатель', 'показателя', 'показателей')}`,
    en: (count: number) => `What it is made of: ${count} ${english(count, 'indicator', 'indicators')}`,
  },
  notApplicable: { ru: 'у школ этого вида не оценивают', en: 'not asked of schools of this kind' },
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
  /** Where the page of a document that is cited can be opened. */
  fileOf?: FileOf;
};
type FileOf = (title: string, page: number) => string | null;
const NOWHERE: FileOf = () => null;

export function CriteriaBars({ criteria, whole, fileOf = NOWHERE }: Props) {
  const t = useMessages(words);
  return (
    <ul className={styles.criteria}>
      {groupsOf(criteria).map(({ top, members }) => (
        <li key={top.code} className="stack-near">
          <Bar criterion={top} like={members[0]} whole={whole} fileOf={fileOf} />
          {members.length > 0 &&
            (whole ? (
              <Members members={members} whole fileOf={fileOf} />
            ) : (
              <Disclosure title={t.parts(members.length)}>
                <Members members={members} fileOf={fileOf} />
              </Disclosure>
            ))}
        </li>
      ))}
    </ul>
  );
}

type MembersProps = { members: readonly CriterionData[]; whole?: boolean; fileOf: FileOf };

function Members({ members, whole, fileOf }: MembersProps) {
  return (
    <ul className={styles.group}>
      {members.map((member) => (
        <li key={member.code} className="stack-near">
          <Bar criterion={member} whole={whole} fileOf={fileOf} />
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
  fileOf,
}: {
  criterion: CriterionData;
  like?: CriterionData;
  whole?: boolean;
  fileOf: FileOf;
}) {
  const t = useMessages(words);
  const local = useLocal();
  const scale = criterion.scale ?? like?.scale;
  const title = local(criterion.title);
  if (criterion.notApplicable)
    return (
      <p>
        {whole ? `${criterion.code}. ${title}` : title} <span className="quiet">– {t.notApplicable}</span>
      </p>
    );
  return (
    <>
      {scale ? (
        <Meter
          label={whole ? `${criterion.code}. ${title}` : title}
          value={criterion.score}
          scale={scale}
          level={criterion.level}
          selfScore={criterion.selfScore}
        />
      ) : (
        <p>{title}</p>
      )}
      {criterion.position &&
        (whole ? (
          <Reason criterion={criterion} fileOf={fileOf} />
        ) : (
          <Disclosure title={t.why}>
            <Reason criterion={criterion} fileOf={fileOf} />
          </Disclosure>
        ))}
    </>
  );
}

function Reason({ criterion, fileOf }: { criterion: CriterionData; fileOf: FileOf }) {
  const t = useMessages(words);
  const tongue = useTongue();
  return (
    <div className={styles.reason}>
      <p lang={tongue(criterion.position ?? '')}>{criterion.position}</p>
      {criterion.citations.map((cited) => (
        <blockquote key={JSON.stringify(cited)} className={styles.quote}>
          {cited.quote && <p lang={tongue(cited.quote)}>«{cited.quote}»</p>}
          <cite>
            {cited.area && <AreaMark area={cited.area} />}{' '}
            <FileLink href={fileOf(cited.documentTitle, cited.page)}>
              {t.cited(cited.documentTitle, cited.page)}
            </FileLink>
          </cite>
        </blockquote>
      ))}
    </div>
  );
}
