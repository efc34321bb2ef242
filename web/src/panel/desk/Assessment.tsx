// My assessment of one criterion: what is asked, the value on its scale, why, and the pages it rests on.
import { messages, useLocal, useMessages } from '../../app/language';
import { useSearch } from '../../app/params';
import { useTime } from '../../app/time';
import { AreaMark } from '../../design/AreaMark';
import { Button } from '../../design/Button';
import { Decimal } from '../../design/Decimal';
import { Disclosure } from '../../design/Disclosure';
import { TextArea } from '../../design/Field';
import { Icon } from '../../design/Icon';
import { LeftDraft } from '../../design/LeftDraft';
import { RadioScale } from '../../design/RadioScale';
import { StateBadge } from '../../design/StateBadge';
import { Trouble } from '../../design/Trouble';
import { useDeletion } from '../../work/case/DocumentLink';
import { AskForDocument, RequestedDocuments } from '../../work/case/DocumentRequests';
import { areaToText } from './area';
import { Changes } from './Changes';
import styles from './desk.module.css';
import type { DeskCriterion, DeskData } from './deskQuery';
import type { Cited, ReviewInWork } from './useReview';

const words = messages({
  asked: { ru: 'Что требуется', en: 'What is asked' },
  own: { ru: 'Самооценка школы', en: 'The school’s own view' },
  value: { ru: 'Оценка', en: 'Score' },
  why: { ru: 'Обоснование', en: 'Justification' },
  citations: { ru: 'Ссылки на страницы', en: 'Citations' },
  none: {
    ru: 'Нужна хотя бы одна: откройте страницу документа и нажмите «Сослаться» или выделите текст или область.',
    en: 'At least one is needed: open a page and press “Cite”, or select text or an area.',
  },
  page: {
    ru: (title: string, page: number) => `${title}, с. ${page}`,
    en: (title: string, page: number) => `${title}, p. ${page}`,
  },
  newer: {
    ru: (cited: number) => `Ссылка остаётся на версии ${cited}; у документа есть новая.`,
    en: (cited: number) => `The citation stays on version ${cited}; the document has a newer one.`,
  },
  openNewer: {
    ru: (number: number) => `Открыть версию ${number}`,
    en: (number: number) => `Open version ${number}`,
  },
  away: { ru: 'Убрать ссылку', en: 'Remove the citation' },
  saved: { ru: (clock: string) => `Сохранено ${clock}`, en: (clock: string) => `Saved ${clock}` },
  saving: { ru: 'Сохраняется…', en: 'Saving…' },
  draft: { ru: 'Записано на этом устройстве', en: 'Kept on this device' },
  closed: {
    ru: 'Заключение сдано или срок истёк: оценки больше не меняются.',
    en: 'The review is handed in or its time is over: scores no longer change.',
  },
});

type Props = { found: DeskData; criterion: DeskCriterion; review: ReviewInWork; mayWrite: boolean };

export function Assessment({ found, criterion, review, mayWrite }: Props) {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const [, write] = useSearch();
  const written = review.written(criterion.code);
  const left = mayWrite ? review.left(criterion.code) : null;
  const own = found.selfAssessments.find((one) => one.criterion.code === criterion.code);
  if (!criterion.scale) return null;
  return (
    <div className="stack">
      <h2 className={styles.title}>
        {criterion.code}. {local(criterion.title)}
      </h2>
      {!mayWrite && <p className="quiet">{t.closed}</p>}
      {criterion.description && (
        <Disclosure title={t.asked}>
          <p className="prose">{local(criterion.description)}</p>
        </Disclosure>
      )}
      {own && (
        <Disclosure
          title={
            <span>
              {t.own}: <Decimal value={own.score} />
            </span>
          }
        >
          <p className="prose">{own.text}</p>
        </Disclosure>
      )}
      {left && (
        <LeftDraft
          text={left.justification}
          onTake={() => review.settle(criterion.code, true)}
          onDrop={() => review.settle(criterion.code, false)}
        />
      )}
      <RadioScale
        key={criterion.code}
        label={t.value}
        scale={criterion.scale}
        value={written.value}
        readOnly={!mayWrite}
        onChange={(value) => review.change(criterion.code, { value })}
      />
      <TextArea
        label={t.why}
        rows={6}
        value={written.justification}
        readOnly={!mayWrite}
        onChange={(justification) => review.change(criterion.code, { justification })}
      />
      <div className="stack-near">
        <h3 className={styles.label}>{t.citations}</h3>
        {written.citations.length === 0 && <p className="quiet small">{t.none}</p>}
        <ul className={styles.citations}>
          {written.citations.map((cited, place) => (
            <li
              key={`${cited.versionId} ${cited.page} ${cited.quote} ${areaToText(cited.area)}`}
              className={styles.citation}
            >
              <button
                type="button"
                className={styles.cited}
                onClick={() =>
                  write({
                    v: cited.versionId,
                    p: String(cited.page),
                    m: cited.quote,
                    a: areaToText(cited.area),
                    side: 'evidence',
                  })
                }
              >
                <span>
                  {cited.area && <AreaMark area={cited.area} />} {t.page(cited.documentTitle, cited.page)}
                </span>
                {cited.quote && <span className="quiet small">«{cited.quote}»</span>}
              </button>
              {mayWrite && (
                <Button
                  square
                  small
                  look="plain"
                  aria-label={`${t.away}: ${t.page(cited.documentTitle, cited.page)}`}
                  onClick={() =>
                    review.change(criterion.code, {
                      citations: written.citations.filter((_, at) => at !== place),
                    })
                  }
                >
                  <Icon name="close" size={14} />
                </Button>
              )}
              <SinceCited found={found} cited={cited} />
            </li>
          ))}
        </ul>
      </div>
      <RequestedDocuments
        requests={found.documentRequests.filter(({ criterionCode }) => criterionCode === criterion.code)}
        onOpen={(version) => write({ v: version, p: '1', m: null, a: null, side: 'evidence' })}
      />
      <AskForDocument key={`ask ${criterion.code}`} found={found} criteria={[criterion]} />
      <p className="quiet small" role="status">
        {review.pending ? (
          t.saving
        ) : review.unsaved ? (
          <StateBadge tone="active">{t.draft}</StateBadge>
        ) : (
          review.savedAt !== null && t.saved(time.clock(review.savedAt))
        )}
      </p>
      <Trouble act={{ trouble: review.trouble, pending: review.pending, retry: review.flush }} />
    </div>
  );
}

/** What became of the file since. A citation never moves by itself: the expert looks at a newer version and decides. */
function SinceCited({ found, cited }: { found: DeskData; cited: Cited }) {
  const t = useMessages(words);
  const [, write] = useSearch();
  const versions =
    found.documents.find((one) => one.versions.some(({ id }) => id === cited.versionId))?.versions ?? [];
  const old = versions.find(({ id }) => id === cited.versionId);
  const newest = versions.at(-1);
  const gone = useDeletion()(old);
  if (gone) return <p className={`${styles.newer} small`}>{gone}</p>;
  if (!old || !newest || old.id === newest.id) return null;
  return (
    <div className={styles.newer}>
      <span className="small">{t.newer(old.number)}</span>{' '}
      <Button
        small
        look="plain"
        onClick={() =>
          write({ v: newest.id, p: String(cited.page), m: cited.quote, a: null, side: 'evidence' })
        }
      >
        {t.openNewer(newest.number)}
      </Button>
      <Changes
        now={newest.id}
        since={old}
        onOpen={(page) => write({ v: newest.id, p: String(page), m: null, a: null, side: 'evidence' })}
      />
    </div>
  );
}
