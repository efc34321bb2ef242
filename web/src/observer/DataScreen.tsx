// Open data: what can be taken, how, and how to check it.
import { graphql } from '../app/graph';
import { messages, useLocal, useMessages } from '../app/language';
import { path } from '../app/paths';
import { useRead } from '../app/read';
import { Link } from '../design/Link';
import { Page, PageHeader, Section } from '../design/Page';
import { Waiting } from '../design/Waiting';
import styles from './observer.module.css';

const query = graphql(`query Data { frameworks(first: 50) { nodes { id code number title { ru en } } } }`);

const words = messages({
  title: { ru: 'Открытые данные', en: 'Open data' },
  lead: {
    ru: 'Всё опубликованное можно брать без регистрации: через GraphQL или как подписанные записи JSON.',
    en: 'Everything published can be taken without an account: through GraphQL or as signed JSON records.',
  },
  methods: { ru: 'Системы критериев', en: 'Frameworks' },
  query: { ru: 'Пример запроса', en: 'An example' },
  queryMore: { ru: 'Школы с итогом по убыванию:', en: 'Schools by total, the highest first:' },
  feed: { ru: 'Новое с прошлого раза', en: 'What is new since last time' },
  feedMore: {
    ru: 'Сохраните endCursor и передайте его в следующий раз: каждая запись придёт ровно один раз.',
    en: 'Keep endCursor and send it next time: every record comes exactly once.',
  },
  past: { ru: 'Как было на дату', en: 'As it was on a day' },
  check: { ru: 'Проверка подписи', en: 'Checking a signature' },
  checkMore: {
    ru: 'Запись – канонический JSON (RFC 8785). Её SHA-256 равен значению sha256, а подпись Ed25519 проверяется открытым ключом из /published/keys.json.',
    en: 'A record is canonical JSON (RFC 8785). Its SHA-256 equals sha256, and its Ed25519 signature is checked with the public key from /published/keys.json.',
  },
});

const HIGHEST = `curl ORIGIN/graphql -H 'content-type: application/json' -d '{"query":
  "{ publications(orderBy: TOTAL_HIGHEST, first: 20) { nodes { total school { name { ru } } } } }"}'`;
const FEED = `query ($cursor: ChangeCursor) {
  changesSince(cursor: $cursor, first: 100) {
    nodes { number kind publishedAt publication { recordUrl sha256 } }
    pageInfo { hasNextPage endCursor }
  }
}`;
const PAST = `{ publications(asOf: "2026-12-31T00:00:00Z") { nodes { number school { name { ru } } } } }`;
const CHECK = `curl -s ORIGIN/published/1.json | sha256sum`;

export function DataScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const reading = useRead(query, {});
  const here = (text: string) => text.replace('ORIGIN', window.location.origin);
  const examples = [
    { title: t.query, more: t.queryMore, code: here(HIGHEST) },
    { title: t.feed, more: t.feedMore, code: FEED },
    { title: t.past, more: null, code: PAST },
    { title: t.check, more: t.checkMore, code: here(CHECK) },
  ];
  return (
    <Page width="reading">
      <PageHeader title={t.title} lead={t.lead} />
      <div className="stack-far">
        <Section title={t.methods}>
          {reading.data ? (
            <ul>
              {reading.data.frameworks.nodes.map((one) => (
                <li key={one.id}>
                  <Link href={path.method(one.id)}>{local(one.title)}</Link>
                </li>
              ))}
            </ul>
          ) : (
            <Waiting reading={reading} lines={2} />
          )}
        </Section>
        {examples.map(({ title, more, code }) => (
          <Section key={title} title={title}>
            {more && <p>{more}</p>}
            <code className={styles.code}>{code}</code>
          </Section>
        ))}
      </div>
    </Page>
  );
}
