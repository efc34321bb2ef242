// Open data: what can be taken, how, and how to check that it is true.
import { useEffect, useState } from 'react';
import checkInPython from '../../../examples/check_record.py?raw';
import checkInShell from '../../../examples/check_record.sh?raw';
import readInPython from '../../../examples/read_results.py?raw';
import readInR from '../../../examples/read_results.R?raw';
import { messages, useLanguage, useMessages } from '../app/language';
import { useDecimal } from '../app/numbers';
import { useTime } from '../app/time';
import { Notice } from '../design/Notice';
import { DefinitionList, Page, PageHeader, Section } from '../design/Page';
import { Table } from '../design/Table';
import { Code } from './Code';
import { Example } from './Example';
import { examples } from './examples';
import { Follow } from './Follow';
import styles from './observer.module.css';

const words = messages({
  title: { ru: 'Открытые данные', en: 'Open data' },
  lead: {
    ru: 'Всё опубликованное можно взять без регистрации и ключей: запросами GraphQL или подписанными записями JSON.',
    en: 'Everything published can be taken without an account or a key: by GraphQL queries or as signed JSON records.',
  },
  guide: {
    ru: 'Руководство: пять вопросов с ответами, curl, Python, R, Excel',
    en: 'The guide: five questions with answers, curl, Python, R, Excel',
  },
  files: { ru: 'Файлы целиком', en: 'Whole files' },
  filesMore: {
    ru: 'Делаются каждую ночь. Описание столбцов и подпись – в datapackage.json рядом с файлами.',
    en: 'Made every night. The columns are described in datapackage.json beside the files, with its signature.',
  },
  made: {
    ru: (day: string, number: number) =>
      `Сделаны ${day}; в них всё опубликованное, до записи № ${number} включительно.`,
    en: (day: string, number: number) =>
      `Made on ${day}; they hold all that was published, up to record No. ${number}.`,
  },
  noFiles: {
    ru: 'Первые файлы делаются сейчас: обновите страницу через минуту. Потом – каждую ночь.',
    en: 'The first files are being made now: load the page again in a minute. Later they are made every night.',
  },
  filesUnknown: {
    ru: 'Список файлов не пришёл: нет связи с сервером. Обновите страницу; таблицы ниже от списка не зависят.',
    en: 'The list of files did not come: no connection to the server. Load the page again; the tables below do not need the list.',
  },
  tables: { ru: 'Таблицы на эту минуту', en: 'Tables as of this minute' },
  tablesMore: {
    ru: 'Собираются, пока их скачивают: в них уже есть всё, что опубликовано. CSV открывается в Excel.',
    en: 'Made while they are downloaded: all that is published is in them already. CSV opens in Excel.',
  },
  readTable: { ru: 'Как прочесть таблицу', en: 'How to read a table' },
  readTableMore: {
    ru: 'Баллы – точные десятичные числа: их читают текстом и лишь потом делают числами.',
    en: 'Scores are exact decimals: they are read as text, and only then made numbers.',
  },
  inPython: { ru: 'На Python (pip install pandas)', en: 'In Python (pip install pandas)' },
  inR: { ru: 'На R', en: 'In R' },
  inExcel: { ru: 'В Excel', en: 'In Excel' },
  excelSteps: {
    ru: '«Данные» → «Из текстового/CSV-файла», вместо имени файла – этот адрес. Кодировка – UTF-8, для столбцов с баллами – тип «Текст»; затем превратите их в числа с точкой как разделителем.',
    en: 'Data → From Text/CSV, and this address in place of a file name. Choose UTF-8 and, for columns with scores, the type Text; then turn them into numbers with the point as decimal separator.',
  },
  publications: { ru: 'Результаты', en: 'Results' },
  scores: { ru: 'Оценки по критериям', en: 'Scores by criterion' },
  conditions: { ru: 'Условия и что с ними стало', en: 'Conditions, and what became of them' },
  schools: { ru: 'Школы', en: 'Schools' },
  territories: { ru: 'Территории', en: 'Territories' },
  file: { ru: 'Файл', en: 'File' },
  size: { ru: 'Размер, КиБ', en: 'Size, KiB' },
  sum: { ru: 'SHA-256', en: 'SHA-256' },
  where: { ru: 'Адреса', en: 'Addresses' },
  api: { ru: 'GraphQL', en: 'GraphQL' },
  apiMore: { ru: 'запрос методом POST, JSON с полем query', en: 'POST, JSON with the field query' },
  record: { ru: 'Запись', en: 'Record' },
  recordMore: { ru: 'номер записи вместо 1', en: 'the number of the record in place of 1' },
  keys: { ru: 'Открытые ключи', en: 'Public keys' },
  news: { ru: 'Новости', en: 'News' },
  queries: { ru: 'Запросы', en: 'Queries' },
  queriesMore: {
    ru: 'Запрос можно выполнить прямо здесь и взять с собой.',
    en: 'A query can be run right here and taken along.',
  },
  check: { ru: 'Как проверить подпись', en: 'How to check a signature' },
  checkMore: {
    ru: 'Запись – канонический JSON (RFC 8785). Её SHA-256 стоит в заголовке ETag, подпись Ed25519 – в Areopag-Signature, номер ключа – в Areopag-Key-Id. На странице каждой записи то же делает кнопка «Проверить подпись».',
    en: 'A record is canonical JSON (RFC 8785). Its SHA-256 stands in the header ETag, the Ed25519 signature in Areopag-Signature, the id of the key in Areopag-Key-Id. On the page of every record the button “Check the signature” does the same.',
  },
  shell: { ru: 'Только хэш, в командной строке', en: 'The hash alone, on the command line' },
  python: {
    ru: 'Хэш и подпись, на Python (pip install httpx cryptography)',
    en: 'Hash and signature, in Python (pip install httpx cryptography)',
  },
  rules: { ru: 'О чём помнить', en: 'Worth remembering' },
  exact: {
    ru: 'Баллы – точные десятичные числа, в JSON они записаны строками. Не переводите их в двоичные дроби.',
    en: 'Scores are exact decimals and come as strings in JSON. Do not turn them into binary fractions.',
  },
  noRank: {
    ru: 'Сравнивайте только результаты одной версии методики. Разница в пределах интервала – не разница.',
    en: 'Compare only results on the same version of a framework. A difference within the interval is none.',
  },
  never: {
    ru: 'Записи не меняются и не исчезают. Исправление и отзыв – это новые записи; asOf показывает, как было на любой момент.',
    en: 'Records never change or vanish. Corrections and withdrawals are new records; asOf shows how it was at any moment.',
  },
});

/** A program as it is for this server, which it calls by another name. */
const here = (program: string) =>
  program.trimEnd().replaceAll('https://areopag.example', window.location.origin);

export function DataScreen() {
  const t = useMessages(words);
  const { origin } = window.location;
  const language = useLanguage();

  useEffect(() => {
    if (window.location.hash) document.querySelector(window.location.hash)?.scrollIntoView();
  }, []);

  return (
    <Page width="reading">
      <PageHeader title={t.title} lead={t.lead} />
      <div className="stack-far">
        <p>
          <a href={`/guide?lang=${language}`}>{t.guide}</a>
        </p>
        <Section title={t.where}>
          <DefinitionList
            pairs={[
              { term: t.api, is: <Address href={`${origin}/graphql`} more={t.apiMore} /> },
              { term: t.record, is: <Address href={`${origin}/published/1.json`} more={t.recordMore} /> },
              { term: t.keys, is: <Address href={`${origin}/published/keys.json`} /> },
              { term: t.news, is: <Follow what="all" /> },
            ]}
          />
        </Section>
        <Section title={t.files} id="files">
          <p className={styles.explained}>{t.filesMore}</p>
          <Files />
        </Section>
        <Section title={t.tables}>
          <p className={styles.explained}>{t.tablesMore}</p>
          <DefinitionList
            pairs={TABLES.map((table) => ({ term: t[table], is: <Downloads table={table} /> }))}
          />
        </Section>
        <Section title={t.readTable}>
          <p className={styles.explained}>{t.readTableMore}</p>
          <Code title={t.inPython} text={here(readInPython)} />
          <Code title={t.inR} text={here(readInR)} />
          <Code title={t.inExcel} text={`${origin}/data/publications.csv`} />
          <p className={styles.explained}>{t.excelSteps}</p>
        </Section>
        <Section title={t.queries}>
          <p className={styles.explained}>{t.queriesMore}</p>
          <div className="stack-far">
            {examples.map((example) => (
              <Example key={example.title.en} {...example} />
            ))}
          </div>
        </Section>
        <Section title={t.check} id="check">
          <p className={styles.explained}>{t.checkMore}</p>
          <Code title={t.shell} text={here(checkInShell)} />
          <Code title={t.python} text={here(checkInPython)} />
        </Section>
        <Section title={t.rules}>
          <ul className={styles.lines}>
            <li>{t.never}</li>
            <li>{t.exact}</li>
            <li>{t.noRank}</li>
          </ul>
        </Section>
      </div>
    </Page>
  );
}

type WholeFile = { path: string; bytes: number; sha256: string; through: number; made: string | null };

function Files() {
  const t = useMessages(words);
  const decimal = useDecimal();
  const time = useTime();
  const [files, setFiles] = useState<WholeFile[]>([]);
  const [unknown, setUnknown] = useState(false);
  useEffect(() => {
    fetch('/data/files.json')
      .then((answer) => answer.json())
      .then(setFiles)
      .catch(() => setUnknown(true));
  }, []);
  if (unknown) return <Notice tone="error">{t.filesUnknown}</Notice>;
  // Made one after another: what is in all of them is what was there when the first was begun.
  const [oldest] = files.toSorted((one, other) => one.through - other.through);
  const table = (
    <Table
      caption={t.files}
      columns={[
        { key: 'file', title: t.file, heading: true, cell: ({ path }) => <a href={path}>{path}</a> },
        { key: 'size', title: t.size, numeric: true, cell: ({ bytes }) => decimal(Math.ceil(bytes / 1024)) },
        { key: 'sum', title: t.sum, cell: ({ sha256 }) => <code className={styles.hash}>{sha256}</code> },
      ]}
      rows={files}
      rowKey={({ path }) => path}
      empty={t.noFiles}
    />
  );
  return (
    <div className="stack-near">
      {oldest?.made && <p className={styles.explained}>{t.made(time.day(oldest.made), oldest.through)}</p>}
      {table}
    </div>
  );
}

const TABLES = ['publications', 'scores', 'conditions', 'schools', 'territories'] as const;

function Downloads({ table }: { table: (typeof TABLES)[number] }) {
  return (
    <>
      <a href={`/data/${table}.csv`}>{table}.csv</a> · <a href={`/data/${table}.jsonl`}>{table}.jsonl</a>
    </>
  );
}

function Address({ href, more }: { href: string; more?: string }) {
  return (
    <>
      <code className={styles.hash}>{href}</code>
      {more && <span className={styles.note}>{more}</span>}
    </>
  );
}
