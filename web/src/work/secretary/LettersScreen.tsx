// The letters that a process sends, in the language chosen, with an example case: as they will be sent.
import { graphql, type ResultOf } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { useSearch } from '../../app/params';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { Disclosure } from '../../design/Disclosure';
import { EmptyState } from '../../design/EmptyState';
import { Select } from '../../design/Field';
import { Page, PageHeader } from '../../design/Page';
import { Waiting } from '../../design/Waiting';
import { roleWords } from '../case/roles';
import styles from '../work.module.css';

const query = graphql(`
  query LetterPreviews($process: String!, $language: Language!) {
    viewer {
      processes { code title { ru en } }
      letterPreviews(processCode: $process, language: $language) {
        track { ru en } action title { ru en } to kind subject text
      }
    }
  }
`);

const FIRST = 'accreditation';

const words = messages({
  title: { ru: 'Письма процесса', en: 'Letters of a process' },
  lead: {
    ru: 'Школа и номер в письмах – для примера; остальное уйдёт слово в слово. Несколько новостей одного дня приходят одним письмом.',
    en: 'School and number are an example; the rest is sent word for word. Several news of one day come in one letter.',
  },
  back: { ru: 'Оценки', en: 'Evaluations' },
  process: { ru: 'Процесс', en: 'Process' },
  language: { ru: 'Язык письма', en: 'Language of the letter' },
  WAITING: { ru: 'настала очередь', en: 'their turn' },
  REMINDER: { ru: 'напоминание о сроке', en: 'a reminder of the deadline' },
  OVERDUE: { ru: 'срок прошёл', en: 'the deadline has passed' },
  ANSWERED: { ru: 'школа ответила', en: 'the school has answered' },
  none: { ru: 'Писем нет', en: 'No letters' },
  noneMore: {
    ru: 'Здесь письма, которые процесс рассылает участникам. Их видит секретариат.',
    en: 'Here stand the letters that a process sends to its people. The secretariat sees them.',
  },
});

type Letter = NonNullable<ResultOf<typeof query>['viewer']>['letterPreviews'][number];

/** The letters about one act to the same people stand together, in the order in which they would come. */
function byAct(letters: readonly Letter[]): [string, [Letter, ...Letter[]]][] {
  const found = new Map<string, [Letter, ...Letter[]]>();
  for (const one of letters) {
    const act = `${one.track?.en} ${one.action} ${one.to.join(' ')}`;
    const known = found.get(act);
    if (known) known.push(one);
    else found.set(act, [one]);
  }
  return [...found];
}

export function LettersScreen() {
  const t = useMessages(words);
  const who = useMessages(roleWords);
  const local = useLocal();
  const [read, write] = useSearch();
  const process = read('process') || FIRST;
  const language = read('letters') === 'EN' ? 'EN' : 'RU';
  const reading = useRead(query, { process, language });
  const viewer = reading.data?.viewer;
  return (
    <Page>
      <PageHeader title={t.title} back={{ href: path.cases, title: t.back }} lead={t.lead} />
      {!viewer && <Waiting reading={reading} lines={8} />}
      {viewer && (
        <div className="stack">
          <div className={styles.filters}>
            <Select
              label={t.process}
              value={process}
              onChange={(chosen) => write({ process: chosen })}
              options={viewer.processes.map((one) => ({ value: one.code, title: local(one.title) }))}
            />
            <Select
              label={t.language}
              value={language}
              onChange={(chosen) => write({ letters: chosen })}
              options={[
                { value: 'RU', title: 'Русский' },
                { value: 'EN', title: 'English' },
              ]}
            />
          </div>
          {viewer.letterPreviews.length === 0 && <EmptyState title={t.none}>{t.noneMore}</EmptyState>}
          {byAct(viewer.letterPreviews).map(([act, letters]) => (
            <Disclosure
              key={act}
              title={`${letters[0].track ? `${local(letters[0].track)}: ` : ''}${local(letters[0].title)} – ${letters[0].to.map((role) => who[role]).join(', ')}`}
            >
              <div className="stack">
                {letters.map((one) => (
                  <section key={one.kind} className="stack-near">
                    <p className="quiet">{t[one.kind]}</p>
                    <div className="stack-near" lang={language.toLowerCase()}>
                      <h2 className={styles.subject}>{one.subject}</h2>
                      <p className="prose">{one.text}</p>
                    </div>
                  </section>
                ))}
              </div>
            </Disclosure>
          ))}
        </div>
      )}
    </Page>
  );
}
