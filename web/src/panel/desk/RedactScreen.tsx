// Black boxes are drawn over what is not for everybody, page by page; then a copy of the document is made with them.
import { useEffect, useRef, useState } from 'react';
import { problemAt, refusals, useAct } from '../../app/act';
import { graphql, type ResultOf } from '../../app/graph';
import { english, messages, russian, useLocal, useMessages } from '../../app/language';
import { NotFoundScreen } from '../../app/NotFoundScreen';
import { useParam, useSearch } from '../../app/params';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { Button } from '../../design/Button';
import { EmptyState } from '../../design/EmptyState';
import { Select, TextField } from '../../design/Field';
import { Link } from '../../design/Link';
import { Notice } from '../../design/Notice';
import { Page, PageHeader } from '../../design/Page';
import { Trouble } from '../../design/Trouble';
import { Waiting } from '../../design/Waiting';
import { AreaDrawing, Boxes } from './AreaLayer';
import type { Area } from './area';
import styles from './desk.module.css';
import { readingFields } from './deskQuery';
import { PdfPage } from './PdfPage';
import { boxesByPage, canBeRedacted, type Boxes as Drawn, THINNEST, useBoxes } from './redaction';
import { Turning } from './Turning';

const query = graphql(
  `query Redacting($number: String!) { viewer { evaluation(number: $number) {
    id number transitions { name available }
    documents { ...ReadingFields redactionOrder { orderedAt refusal { message { ru en } } } redactedCopy { id title current { id redaction { source { id } boxes { page area { left top width height } } } } } }
  } } }`,
  [readingFields],
);
const redact = graphql(
  `mutation RedactDocument($input: RedactDocumentInput!) { redactDocument(input: $input) {
    __typename ... on EvidenceDocument { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

/** Milliseconds between looks at a copy that is being made. */
const LOOK = 1500;

const words = messages({
  title: { ru: 'Копия с закрашенными местами', en: 'A copy with black boxes' },
  back: { ru: 'Документы', en: 'Evidence' },
  lead: {
    ru: 'Закрасьте то, что не для всех: имена, оценки, диагнозы, подписи. Оригинал останется как есть; копия состоит из изображений страниц, и под чёрным в ней ничего нет. Слова, которых чёрное не касается, в ней можно искать и цитировать.',
    en: 'Cover what is not for everybody: names, marks, diagnoses, signatures. The original stays as it is; the copy is made of pictures of the pages, with nothing under the black. Words that no box touches can be searched and cited in it.',
  },
  how: {
    ru: 'Обведите место – оно станет чёрным. С клавиатуры: стрелки ставят и двигают рамку, со Shift меняют её размер, Enter закрашивает.',
    en: 'Draw around a place and it turns black. By keyboard: arrows place and move a frame, with Shift they resize it, Enter blackens it.',
  },
  whole: { ru: 'Закрасить всю страницу', en: 'Blacken the whole page' },
  undo: { ru: 'Убрать последнее', en: 'Undo the last' },
  drawn: { ru: 'Закрашено', en: 'Blackened' },
  none: { ru: 'Пока ничего.', en: 'Nothing yet.' },
  on: {
    ru: (page: number, count: number) => `с. ${page}: ${count} ${russian(count, 'место', 'места', 'мест')}`,
    en: (page: number, count: number) => `p. ${page}: ${count} ${english(count, 'box', 'boxes')}`,
  },
  added: {
    ru: (count: number) => `Закрашено. Всего мест: ${count}`,
    en: (count: number) => `Blackened. Boxes in all: ${count}`,
  },
  clear: { ru: 'Убрать', en: 'Remove' },
  look: {
    ru: 'Просмотрите все страницы: одно и то же имя может встретиться не раз. Чего вы не закрасили, то увидят.',
    en: 'Look through every page: a name may stand in more than one place. What you did not cover will be seen.',
  },
  name: { ru: 'Название копии', en: 'Title of the copy' },
  named: {
    ru: (title: string) => `${title} (с закрашенными местами)`,
    en: (title: string) => `${title} (redacted)`,
  },
  who: { ru: 'Кто прочитает копию', en: 'Who will read the copy' },
  PUBLIC: { ru: 'Все', en: 'Everybody' },
  PANEL: { ru: 'Все, кто работает с этой оценкой', en: 'Everybody who works on this evaluation' },
  PUBLICmore: {
    ru: 'Опубликованный результат назовёт копию вместо оригинала.',
    en: 'The published result names the copy in place of the original.',
  },
  PANELmore: {
    ru: 'Её прочитают и те, для кого оригинал закрыт. В публикации её не будет.',
    en: 'Those to whom the original is closed read it, too. It is not published.',
  },
  known: {
    ru: (title: string) => `Копия уже есть: «${title}». Она получит новую версию, прежние останутся.`,
    en: (title: string) =>
      `There is a copy already: “${title}”. It gets another version; the former ones stay.`,
  },
  make: { ru: 'Сделать копию', en: 'Make the copy' },
  being: { ru: 'Копия делается', en: 'The copy is being made' },
  beingMore: {
    ru: 'Это занимает несколько секунд, для сотен страниц – минуты. Страницу можно закрыть: копия будет сделана и без неё.',
    en: 'This takes a few seconds, for hundreds of pages some minutes. You may close this page: the copy is made without it.',
  },
  failed: { ru: 'Копия не сделана', en: 'The copy was not made' },
  made: { ru: 'Копия сделана', en: 'The copy is made' },
  check: { ru: 'Открыть копию и проверить', en: 'Open the copy and check it' },
  image: { ru: 'Изображение', en: 'Image' },
  noPages: { ru: 'В этом файле закрасить места нельзя', en: 'No boxes can be drawn in this file' },
  noPagesMore: {
    ru: 'Закрашивают страницы PDF и изображения. Сохраните документ как PDF и загрузите его новой версией.',
    en: 'Boxes are drawn on pages of a PDF and on pictures. Save the document as PDF and send that as a new version.',
  },
  closed: { ru: 'Копию сейчас сделать нельзя', en: 'No copy can be made now' },
  closedMore: {
    ru: 'Копии делают школа и секретариат, пока оценка не закончена.',
    en: 'School and secretariat make copies, until the evaluation has ended.',
  },
});

type Found = NonNullable<NonNullable<ResultOf<typeof query>['viewer']>['evaluation']>;
type Original = Found['documents'][number];
type Version = Original['versions'][number];

export function RedactScreen() {
  const t = useMessages(words);
  const number = useParam('number');
  const [search] = useSearch();
  const reading = useRead(query, { number });
  const found = reading.data?.viewer?.evaluation;
  const document = found?.documents.find(({ versions }) => versions.some(({ id }) => id === search('v')));
  const { again } = reading;
  const underWay = isUnderWay(document);
  useEffect(() => {
    if (!underWay) return;
    const timer = setInterval(again, LOOK);
    return () => clearInterval(timer);
  }, [underWay, again]);
  if (!reading.data?.viewer)
    return (
      <Page>
        <Waiting reading={reading} head lines={12} />
      </Page>
    );
  const version = document?.versions.find(({ id }) => id === search('v'));
  if (!found || !document || !version) return <NotFoundScreen />;
  const may = found.transitions.some(({ name, available }) => name === 'redact_document' && available);
  const paged = canBeRedacted(document, version);
  return (
    <Page>
      <PageHeader
        title={document.title}
        documentTitle={`${t.title}: ${document.title}`}
        back={{ href: path.evidence(found.number, { v: version.id }), title: t.back }}
        lead={t.lead}
      />
      {!may && <EmptyState title={t.closed}>{t.closedMore}</EmptyState>}
      {may && !paged && <EmptyState title={t.noPages}>{t.noPagesMore}</EmptyState>}
      {may && paged && (
        <Redacting key={version.id} number={found.number} document={document} version={version} />
      )}
    </Page>
  );
}

function isUnderWay(document: Original | undefined): boolean {
  return document?.redactionOrder?.refusal === null;
}

function Redacting({ number, document, version }: { number: string; document: Original; version: Version }) {
  const t = useMessages(words);
  const before = document.redactedCopy?.current?.redaction;
  const boxes = useBoxes(version.id, before?.source.id === version.id ? before.boxes : []);
  return (
    <div className={styles.redacting}>
      <Sheet version={version} boxes={boxes} alt={`${t.image}: ${document.title}`} />
      <Making number={number} document={document} version={version} boxes={boxes} />
    </div>
  );
}

const WHOLE: Area = { left: '0.0000', top: '0.0000', width: '1.0000', height: '1.0000' };

function Sheet({ version, boxes, alt }: { version: Version; boxes: Drawn; alt: string }) {
  const t = useMessages(words);
  const [read, write] = useSearch();
  const [zoom, setZoom] = useState(1);
  const [area, setArea] = useState<Area | null>(null);
  const drawn = useRef(area);
  drawn.current = area;
  const page = Math.min(Math.max(Number(read('p')) || 1, 1), version.pageCount);
  const paged = version.mediaType === 'application/pdf' ? version.url : version.shownUrl;
  const take = (taken = drawn.current) => {
    if (taken) boxes.add({ page, area: taken });
    setArea(null);
  };
  const turn = (to: number) => {
    setArea(null);
    write({ p: String(Math.min(Math.max(to, 1), version.pageCount)) });
  };
  const layer = (
    <>
      <Boxes areas={boxes.all.filter((box) => box.page === page).map((box) => box.area)} />
      <AreaDrawing
        key={page}
        area={area}
        smallest={THINNEST}
        onDraw={setArea}
        onLift={take}
        onTake={take}
        onLeave={() => setArea(null)}
      />
    </>
  );
  return (
    <div className={styles.reader}>
      <div className={styles.bar}>
        <Turning page={page} version={version} onTurn={turn} onZoom={paged ? setZoom : null} />
        <span className="row">
          <Button small look="plain" disabled={!boxes.all.length} onClick={boxes.undo}>
            {t.undo}
          </Button>
          <Button small look="plain" onClick={() => take(WHOLE)}>
            {t.whole}
          </Button>
        </span>
      </div>
      <p className={styles.hint}>{t.how}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section className={styles.view} tabIndex={0} aria-label={alt}>
        {paged ? (
          <PdfPage url={paged} page={page} zoom={zoom}>
            {layer}
          </PdfPage>
        ) : (
          <div className={styles.onPage}>
            <img src={version.url} alt={alt} className={styles.image} />
            {layer}
          </div>
        )}
      </section>
    </div>
  );
}

type MakingProps = { number: string; document: Original; version: Version; boxes: Drawn };

function Making({ number, document, version, boxes }: MakingProps) {
  const t = useMessages(words);
  const local = useLocal();
  const [, write] = useSearch();
  const act = useAct(redact, ({ redactDocument }) => redactDocument);
  const [title, setTitle] = useState(t.named(document.title));
  const [classification, setClassification] = useState<'PUBLIC' | 'PANEL'>('PUBLIC');
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [made, setMade] = useState<string | null>(null);
  const underWay = isUnderWay(document);
  const wasUnderWay = useRef(underWay);
  const refusal = document.redactionOrder?.refusal;
  const pages = boxesByPage(boxes.all);
  const wrong = problemAt(act.trouble, 'title');
  // Drawing on makes another copy, and what was said of the last one is past.
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each change of the boxes
  useEffect(() => setMade(null), [boxes.all]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the copy is there
  useEffect(() => {
    if (wasUnderWay.current && !document.redactionOrder) {
      boxes.done();
      setMade(document.redactedCopy?.current?.id ?? null);
    }
    wasUnderWay.current = underWay;
  }, [underWay]);

  async function make() {
    const input = {
      versionId: version.id,
      idempotencyKey: key,
      boxes: boxes.all.map(({ page, area: { left, top, width, height } }) => ({
        page,
        area: { left, top, width, height },
      })),
      title,
      classification,
    };
    setMade(null);
    await act.run({ input });
    setKey(crypto.randomUUID());
  }
  return (
    <div className="stack">
      <div className="stack-near">
        <h2>{t.drawn}</h2>
        <p className="unseen" role="status">
          {boxes.all.length > 0 && t.added(boxes.all.length)}
        </p>
        {!pages.length && <p className="quiet">{t.none}</p>}
        <ul className={styles.boxed}>
          {pages.map(([page, count]) => (
            <li key={page} className="row row-apart">
              <Button small look="plain" onClick={() => write({ p: String(page) })}>
                {t.on(page, count)}
              </Button>
              <Button small look="plain" onClick={() => boxes.clear(page)}>
                {t.clear}
                <span className="unseen"> {t.on(page, count)}</span>
              </Button>
            </li>
          ))}
        </ul>
      </div>
      <p className="quiet small">{t.look}</p>
      {document.redactedCopy ? (
        <p>{t.known(document.redactedCopy.title)}</p>
      ) : (
        <>
          <TextField label={t.name} value={title} onChange={setTitle} problem={wrong && local(wrong)} />
          <Select
            label={t.who}
            hint={t[`${classification}more`]}
            value={classification}
            onChange={setClassification}
            options={[
              { value: 'PUBLIC', title: t.PUBLIC },
              { value: 'PANEL', title: t.PANEL },
            ]}
          />
        </>
      )}
      <Trouble act={act} />
      <div className="row">
        <Button
          look="primary"
          pending={act.pending || underWay}
          disabled={!boxes.all.length}
          onClick={() => void make()}
        >
          {t.make}
        </Button>
      </div>
      {underWay && <Notice title={t.being}>{t.beingMore}</Notice>}
      {refusal && !act.pending && (
        <Notice tone="error" title={t.failed}>
          {local(refusal.message)}
        </Notice>
      )}
      {made !== null && (
        <Notice
          tone="success"
          title={t.made}
          action={<Link href={path.evidence(number, { v: made })}>{t.check}</Link>}
        />
      )}
    </div>
  );
}
