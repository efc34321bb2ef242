// A published record in full: the result, the reasons, the vote, and how to check that nobody changed it.

import { graphql } from '../app/graph';
import { messages, useLocal, useMessages } from '../app/language';
import { NotFoundScreen } from '../app/NotFoundScreen';
import { useParam } from '../app/params';
import { path } from '../app/paths';
import { useRead } from '../app/read';
import { useTime } from '../app/time';
import { Link } from '../design/Link';
import { Notice } from '../design/Notice';
import { DefinitionList, Page, PageHeader, Section } from '../design/Page';
import { Waiting } from '../design/Waiting';
import { CriteriaBars } from './CriteriaBars';
import { type CriterionData, criterionFields } from './criteria';
import { Evaluated } from './Evaluated';
import styles from './observer.module.css';
import { ResultLine, resultFields } from './result';

const query = graphql(
  `query Publication($number: PublicationNumber!) {
    publication(number: $number) {
      ...ResultFields
      corrects sha256 signature keyId recordUrl evaluationNumber decidedOn
      process { ru en }
      school { id name { ru en } }
      summary strengths recommendations reasons
      criteria { ...CriterionFields }
      conditions { text criterionCode owner dueOn }
      panel { constituency lead }
      vote { votesFor votesAgainst abstained recused quorum eligible heldAt }
      dissents
      accuracyClaims { claim answer accepted }
      documents { title fileName sha256 pageCount mediaType }
    }
  }`,
  [resultFields, criterionFields],
);

const words = messages({
  title: {
    ru: (number: number) => `Публикация № ${number}`,
    en: (number: number) => `Publication No. ${number}`,
  },
  replaced: { ru: 'Эта запись заменена', en: 'This record was replaced' },
  newer: {
    ru: (number: number) => `Новая запись – № ${number}`,
    en: (number: number) => `The newer record is No. ${number}`,
  },
  replaces: {
    ru: (number: number) => `Заменяет запись № ${number}`,
    en: (number: number) => `Replaces No. ${number}`,
  },
  report: { ru: 'Отчёт экспертов', en: 'Report of the experts' },
  strong: { ru: 'Что хорошо', en: 'What is strong' },
  improve: { ru: 'Что улучшить', en: 'What should improve' },
  criteria: { ru: 'По критериям', en: 'By criterion' },
  reasonsTitle: { ru: 'Обоснования по критериям', en: 'Reasons by criterion' },
  cited: {
    ru: (title: string, page: number) => `${title}, с. ${page}`,
    en: (title: string, page: number) => `${title}, p. ${page}`,
  },
  decision: { ru: 'Решение комиссии', en: 'Decision of the commission' },
  dissent: { ru: 'Особое мнение', en: 'Dissenting opinion' },
  conditions: { ru: 'Условия', en: 'Conditions' },
  by: { ru: (day: string) => `до ${day}`, en: (day: string) => `by ${day}` },
  claims: { ru: 'Замечания школы к проекту отчёта', en: 'The school’s remarks on the draft' },
  accepted: { ru: 'принято', en: 'accepted' },
  declined: { ru: 'не принято', en: 'not accepted' },
  check: { ru: 'Как проверить запись', en: 'How to check the record' },
  checkMore: {
    ru: 'Запись нельзя изменить: исправление – это новая запись. Скачайте её и сравните хэш; подпись проверяется открытым ключом.',
    en: 'The record cannot be changed: a correction is a new record. Download it and compare the hash; the signature is checked with the public key.',
  },
  json: { ru: 'Запись (JSON)', en: 'Record (JSON)' },
  keys: { ru: 'Открытые ключи', en: 'Public keys' },
  hash: { ru: 'SHA-256', en: 'SHA-256' },
  signature: { ru: 'Подпись Ed25519', en: 'Ed25519 signature' },
  key: { ru: 'Ключ', en: 'Key' },
  published: { ru: 'Опубликовано', en: 'Published' },
  evaluation: { ru: 'Оценка', en: 'Evaluation' },
  source: { ru: 'Источник', en: 'Source' },
});

export function PublicationScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const text = useParam('number');
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  const reading = useRead(query, { number });
  const found = reading.data?.publication;
  if (!reading.data)
    return (
      <Page>
        <Waiting reading={reading} head lines={10} />
      </Page>
    );
  if (!found) return <NotFoundScreen />;
  return (
    <Page>
      <PageHeader
        title={local(found.school.name)}
        documentTitle={`${local(found.school.name)} – ${t.title(found.number)}`}
        back={{ href: path.school(found.school.id), title: local(found.school.name) }}
        lead={`${t.title(found.number)}. ${local(found.framework.title)}`}
        facts={<ResultLine result={found} />}
      />
      <div className={styles.columns}>
        <div className="stack-far">
          {found.correctedBy && (
            <Notice tone="warn" title={t.replaced}>
              <Link href={path.publication(found.correctedBy)}>{t.newer(found.correctedBy)}</Link>
            </Notice>
          )}
          {found.corrects && (
            <Link href={path.publication(found.corrects)}>{t.replaces(found.corrects)}</Link>
          )}
          {found.source && <Notice title={t.source}>{local(found.source)}</Notice>}
          {found.reasons && (
            <Section title={t.decision}>
              <p className="prose">{found.reasons}</p>
              {found.dissents.map((dissent) => (
                <blockquote key={dissent} className={styles.group}>
                  <h3>{t.dissent}</h3>
                  <p className="prose">{dissent}</p>
                </blockquote>
              ))}
            </Section>
          )}
          {found.conditions.length > 0 && (
            <Section title={t.conditions}>
              <ol className="stack">
                {found.conditions.map((condition) => (
                  <li key={condition.text}>
                    {condition.text} <strong className="nowrap">{t.by(time.day(condition.dueOn))}</strong>
                    <span className={styles.quote}>{condition.owner}</span>
                  </li>
                ))}
              </ol>
            </Section>
          )}
          {found.summary && (
            <Section title={t.report}>
              <p className="prose">{found.summary}</p>
              <h3>{t.strong}</h3>
              <p className="prose">{found.strengths}</p>
              <h3>{t.improve}</h3>
              <p className="prose">{found.recommendations}</p>
            </Section>
          )}
          {found.criteria.length > 0 && (
            <Section title={t.criteria}>
              <CriteriaBars criteria={found.criteria} />
            </Section>
          )}
          <Reasons criteria={found.criteria} />
          {found.accuracyClaims.length > 0 && (
            <Section title={t.claims}>
              {found.accuracyClaims.map((claim) => (
                <div key={claim.claim} className="stack-near">
                  <p>{claim.claim}</p>
                  <p className={styles.group}>
                    {claim.answer}{' '}
                    <span className="quiet small">({claim.accepted ? t.accepted : t.declined})</span>
                  </p>
                </div>
              ))}
            </Section>
          )}
        </div>
        <aside className="stack-far" aria-label={t.check}>
          {found.vote && (
            <Evaluated
              process={found.process}
              framework={found.framework}
              panel={found.panel}
              vote={found.vote}
            />
          )}
          <Section title={t.check}>
            <p className="small">{t.checkMore}</p>
            <DefinitionList
              pairs={[
                { term: t.published, is: time.moment(found.publishedAt) },
                { term: t.evaluation, is: found.evaluationNumber },
                { term: t.hash, is: <span className={styles.hash}>{found.sha256}</span> },
                { term: t.signature, is: <span className={styles.hash}>{found.signature}</span> },
                { term: t.key, is: <span className={styles.hash}>{found.keyId}</span> },
              ]}
            />
            <p className="row">
              <a href={found.recordUrl}>{t.json}</a> <a href="/published/keys.json">{t.keys}</a>
            </p>
          </Section>
        </aside>
      </div>
    </Page>
  );
}

function Reasons({ criteria }: { criteria: readonly CriterionData[] }) {
  const t = useMessages(words);
  const local = useLocal();
  const told = criteria.filter(({ position }) => position);
  if (!told.length) return null;
  return (
    <Section title={t.reasonsTitle}>
      <dl className="stack">
        {told.map((criterion) => (
          <div key={criterion.code} className="stack-near">
            <dt>
              <strong>
                {criterion.code}. {local(criterion.title)}
              </strong>
            </dt>
            <dd className="prose">{criterion.position}</dd>
            {criterion.citations.map((cited) => (
              <dd key={`${cited.documentTitle} ${cited.page} ${cited.quote}`} className={styles.quote}>
                {t.cited(cited.documentTitle, cited.page)}
                {cited.quote && ` – «${cited.quote}»`}
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </Section>
  );
}
