// The evidence beside the score form: choose a document, turn pages, search in all, select text and cite it.
import { useEffect, useRef, useState } from 'react';
import { graphql } from '../../app/graph';
import { messages, useMessages } from '../../app/language';
import { useSearch } from '../../app/params';
import { useRead } from '../../app/read';
import { Button, LinkButton } from '../../design/Button';
import { EmptyState } from '../../design/EmptyState';
import { Select, TextField } from '../../design/Field';
import { Waiting } from '../../design/Waiting';
import { AreaDrawing, ShownArea } from './AreaLayer';
import { type Area, areaFromText } from './area';
import { Changes } from './Changes';
import styles from './desk.module.css';
import type { DeskData, DeskDocument, DeskVersion } from './deskQuery';
import { Gone } from './Gone';
import { useMarks } from './marks';
import { PdfPage } from './PdfPage';
import { Played } from './Played';
import { Turning } from './Turning';
import type { Cited } from './useReview';

const pagesQuery = graphql(
  `query Pages($id: ID!) { node(id: $id) { __typename ... on EvidenceVersion { pages { number text } } } }`,
);
const searchQuery = graphql(
  `query SearchEvidence($number: String!, $text: String!) { viewer { evaluation(number: $number) {
    searchEvidence(text: $text, first: 20) { documentTitle page snippet version { id } }
  } } }`,
);

const words = messages({
  evidence: { ru: 'Свидетельства', en: 'Evidence' },
  document: { ru: 'Документ', en: 'Document' },
  here: { ru: (code: string) => `К критерию ${code}`, en: (code: string) => `For ${code}` },
  other: { ru: 'Другие документы', en: 'Other documents' },
  version: { ru: (number: number) => `версия ${number}`, en: (number: number) => `version ${number}` },
  gone: { ru: 'файл удалён', en: 'file deleted' },
  search: { ru: 'Искать во всех документах', en: 'Search in all documents' },
  nothing: { ru: 'Ничего не нашлось. Попробуйте другое слово.', en: 'Nothing found. Try another word.' },
  found: { ru: 'Найденные страницы', en: 'Pages found' },
  cite: {
    ru: (code: string) => `Сослаться на страницу для ${code}`,
    en: (code: string) => `Cite this page for ${code}`,
  },
  quote: { ru: (code: string) => `Процитировать для ${code}`, en: (code: string) => `Quote for ${code}` },
  area: { ru: 'Выделить область', en: 'Draw an area' },
  leave: { ru: 'Не выделять', en: 'Draw none' },
  citeArea: {
    ru: (code: string) => `Сослаться на область для ${code}`,
    en: (code: string) => `Cite this area for ${code}`,
  },
  how: {
    ru: 'Обведите область на странице. С клавиатуры: стрелки двигают её, со Shift меняют размер; Enter ставит ссылку, Esc отменяет.',
    en: 'Draw a rectangle on the page. By keyboard: arrows move it, with Shift they resize it; Enter cites, Esc leaves.',
  },
  cited: { ru: (code: string) => `Ссылка для ${code} поставлена`, en: (code: string) => `Cited for ${code}` },
  known: {
    ru: (code: string) => `Для ${code} это место уже указано`,
    en: (code: string) => `This place is cited for ${code} already`,
  },
  redact: { ru: 'Закрасить места', en: 'Redact' },
  original: { ru: 'Оригинал', en: 'Original' },
  file: { ru: 'Файл копии', en: 'The copy’s file' },
  none: { ru: 'Документов нет', en: 'There are no documents' },
  noneMore: {
    ru: 'Школа не приложила ни одного документа. Сообщите секретариату.',
    en: 'The school attached no document. Tell the secretariat.',
  },
  image: { ru: 'Изображение', en: 'Image' },
  pictures: {
    ru: 'Копия состоит из изображений страниц. Ищутся и выделяются в ней слова, которых чёрное не касается; слова на скане – нет.',
    en: 'The copy is made of pictures of the pages. Words that no box touches can be searched and selected; words of a scan cannot.',
  },
});

/** Answers whether it was new. */
type OnCite = (cited: Cited) => boolean;
type Read = Pick<DeskData, 'number' | 'documents'>;
/** Where boxes are drawn on a version, for whoever may. */
type Redacting = ((document: DeskDocument, version: DeskVersion) => string | null) | null;
type Props = { found: Read; code?: string; onCite?: OnCite | null; redacting?: Redacting };

export function Reader({ found, code = '', onCite = null, redacting = null }: Props) {
  const t = useMessages(words);
  const [read, write] = useSearch();
  const ordered = [...found.documents].sort(
    (one, other) => Number(other.criterionCodes.includes(code)) - Number(one.criterionCodes.includes(code)),
  );
  const asked = read('v');
  const document =
    ordered.find(({ versions }) => versions.some(({ id }) => id === asked)) ??
    ordered.find(({ versions }) => versions.at(-1)?.deletedAt === null) ??
    ordered.find(({ versions }) => versions.length);
  const version = document?.versions.find(({ id }) => id === asked) ?? document?.versions.at(-1);
  if (!document || !version) return <EmptyState title={t.none}>{t.noneMore}</EmptyState>;
  const title = (one: DeskDocument, of: DeskVersion) =>
    [
      one.title,
      one.versions.length > 1 && `, ${t.version(of.number)}`,
      of.deletedAt !== null && ` – ${t.gone}`,
    ]
      .filter(Boolean)
      .join('');
  return (
    <div className="stack-near">
      <div className={styles.choice}>
        <Select
          label={t.document}
          labelUnseen
          value={version.id}
          onChange={(v) => write({ v, p: null, m: null, a: null })}
          options={ordered.flatMap((one) =>
            one.versions.toReversed().map((of) => ({
              value: of.id,
              title: (one.criterionCodes.includes(code) ? `${t.here(code)}: ` : '') + title(one, of),
            })),
          )}
        />
        <SearchBox found={found} />
      </div>
      {version.deletedAt ? (
        <Gone version={version} />
      ) : (
        <Pages
          key={version.id}
          document={document}
          version={version}
          code={code}
          onCite={onCite}
          redacting={redacting}
        />
      )}
    </div>
  );
}

function SearchBox({ found }: { found: Read }) {
  const t = useMessages(words);
  const [read, write] = useSearch();
  const asked = read('q');
  const [typed, setTyped] = useState(asked);
  const reading = useRead(searchQuery, { number: found.number, text: asked }, { pause: !asked });
  const hits = reading.data?.viewer?.evaluation?.searchEvidence;
  useEffect(() => {
    const timer = setTimeout(() => typed.trim() !== asked && write({ q: typed.trim() || null }), 400);
    return () => clearTimeout(timer);
  }, [typed, asked, write]);
  return (
    <div className={styles.search}>
      <TextField
        label={t.search}
        labelUnseen
        placeholder={t.search}
        type="search"
        value={typed}
        onChange={setTyped}
      />
      {asked && (
        <div className={styles.hits}>
          {!hits && <Waiting reading={reading} lines={3} />}
          {hits?.length === 0 && <p className="quiet">{t.nothing}</p>}
          {!!hits?.length && (
            <ul aria-label={t.found} className={styles.hitList}>
              {hits.map((hit) => (
                <li key={`${hit.version.id} ${hit.page}`}>
                  <button
                    type="button"
                    className={styles.hit}
                    onClick={() => {
                      setTyped('');
                      write({
                        v: hit.version.id,
                        p: String(hit.page),
                        m: foundWords(hit.snippet),
                        a: null,
                        q: null,
                      });
                    }}
                  >
                    <strong>
                      {hit.documentTitle}, {hit.page}
                    </strong>
                    <Snippet text={hit.snippet} />
                  </button>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </div>
  );
}

function foundWords(snippet: string): string {
  const found = [...snippet.matchAll(/\uE000([^\uE001]+)\uE001/g)].map(([, word = '']) => word.toLowerCase());
  return [...new Set(found)].join('\n');
}

/** Found words stand between U+E000 and U+E001. */
function Snippet({ text }: { text: string }) {
  return (
    <span className="small">
      {text.split('\uE000').map((piece, place) => {
        const [found, rest] = piece.includes('\uE001') ? piece.split('\uE001') : [null, piece];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name
          <span key={place}>
            {found && <mark>{found}</mark>}
            {rest}
          </span>
        );
      })}
    </span>
  );
}

type PagesProps = { document: DeskDocument; version: DeskVersion; code: string } & Required<
  Pick<Props, 'onCite' | 'redacting'>
>;

function Pages({ document, version, code, onCite, redacting }: PagesProps) {
  const t = useMessages(words);
  const [read, write] = useSearch();
  const [zoom, setZoom] = useState(1);
  const [drawing, setDrawing] = useState(false);
  const [drawn, setDrawn] = useState<Area | null>(null);
  const [told, setTold] = useState('');
  const place = useRef<HTMLDivElement>(null);
  const selected = useSelectionIn(place);
  useMarks(place, read('m'));
  const page = Math.min(Math.max(Number(read('p')) || 1, 1), version.pageCount);
  const pdf = version.mediaType === 'application/pdf';
  const paged = pdf ? version.url : version.shownUrl;
  const [kind] = version.mediaType.split('/');
  const leave = () => {
    setDrawing(false);
    setDrawn(null);
  };
  const turn = (to: number) => {
    leave();
    setTold('');
    write({ v: version.id, p: String(Math.min(Math.max(to, 1), version.pageCount)), a: null });
  };
  const cite = () => {
    const quote = drawing ? null : selected.slice(0, 2000) || null;
    const fresh = onCite?.({
      versionId: version.id,
      documentTitle: document.title,
      page,
      quote,
      area: drawing ? drawn : null,
    });
    setTold(fresh ? t.cited(code) : t.known(code));
    window.getSelection()?.removeAllRanges();
    leave();
  };
  const shown = areaFromText(read('a'));
  const redact = redacting?.(document, version);
  const former = document.versions.findLast(({ number }) => number < version.number);
  const layer = drawing ? (
    <AreaDrawing area={drawn} onDraw={setDrawn} onTake={cite} onLeave={leave} />
  ) : (
    shown && <ShownArea key={read('a')} area={shown} />
  );
  return (
    <div className={styles.reader}>
      <div className={styles.bar}>
        {(paged || version.pageCount > 1) && (
          <Turning page={page} version={version} onTurn={turn} onZoom={paged ? setZoom : null} />
        )}
        <span className="row">
          {onCite && (pdf || kind === 'image') && (
            <Button small look="plain" onClick={() => (drawing ? leave() : setDrawing(true))}>
              {drawing ? t.leave : t.area}
            </Button>
          )}
          {onCite && (
            <Button
              small
              look={drawing ? 'primary' : 'secondary'}
              disabled={drawing && !drawn}
              onMouseDown={(event) => event.preventDefault()}
              onClick={cite}
            >
              {drawing ? t.citeArea(code) : selected ? t.quote(code) : t.cite(code)}
            </Button>
          )}
          {redact && (
            <LinkButton small look="plain" href={redact}>
              {t.redact}
            </LinkButton>
          )}
          <a className={styles.original} href={version.url} target="_blank" rel="noopener">
            {document.redacted ? t.file : t.original}
          </a>
        </span>
      </div>
      {former && !document.redacted && (
        <div className={styles.hint}>
          <Changes now={version.id} since={former} onOpen={turn} />
        </div>
      )}
      {document.redacted && <p className={styles.hint}>{t.pictures}</p>}
      {drawing && <p className={styles.hint}>{t.how}</p>}
      <p className={told && !drawing ? styles.hint : 'unseen'} role="status">
        {told}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section className={styles.view} ref={place} tabIndex={0} aria-label={document.title}>
        {paged && (
          <PdfPage url={paged} page={page} zoom={zoom}>
            {layer}
          </PdfPage>
        )}
        {kind === 'image' && (
          <div className={styles.onPage}>
            <img src={version.url} alt={`${t.image}: ${document.title}`} className={styles.image} />
            {layer}
          </div>
        )}
        {(kind === 'video' || kind === 'audio') && <Played kind={kind} url={version.url} />}
        {(kind === 'text' || (kind === 'application' && !paged)) && <PageText id={version.id} page={page} />}
      </section>
    </div>
  );
}

/** The text selected inside a box; empty when there is none. */
function useSelectionIn(place: { current: HTMLElement | null }): string {
  const [selected, setSelected] = useState('');
  useEffect(() => {
    const look = () => {
      const selection = window.getSelection();
      const inside = selection?.anchorNode && place.current?.contains(selection.anchorNode);
      setSelected(inside ? selection.toString().replace(/\s+/g, ' ').trim() : '');
    };
    window.document.addEventListener('selectionchange', look);
    return () => window.document.removeEventListener('selectionchange', look);
  }, [place]);
  return selected;
}

/** A page of an office file as its text; lines with tabs become a table. */
function PageText({ id, page }: { id: string; page: number }) {
  const reading = useRead(pagesQuery, { id });
  if (!reading.data) return <Waiting reading={reading} lines={10} />;
  const node = reading.data.node;
  const text =
    node?.__typename === 'EvidenceVersion' ? node.pages.find(({ number }) => number === page)?.text : '';
  const lines = (text ?? '').split('\n');
  const rows = lines.filter((line) => line.includes('\t')).map((line) => line.split('\t'));
  return (
    <div className={styles.office}>
      {lines
        .filter((line) => line.trim() && !line.includes('\t'))
        .map((line, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text have no other name
          <p key={place}>{line}</p>
        ))}
      {rows.length > 0 && (
        <table>
          <tbody>
            {rows.map((cells, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of one sheet have no other name
              <tr key={row}>
                {cells.map((cell, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: nor have their cells
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
