// Inviting: new codes for a group, printed as cards. They are told once; the server keeps only hashes.
import { useState } from 'react';
import { problemAt, refusals, useAct } from '../../app/act';
import { graphql } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { Button } from '../../design/Button';
import { Select, TextField } from '../../design/Field';
import { Notice } from '../../design/Notice';
import { QrCode } from '../../design/QrCode';
import { Trouble } from '../../design/Trouble';
import work from '../work.module.css';
import type { SurveyData } from './surveyQuery';
import styles from './surveys.module.css';

const issue = graphql(
  `mutation IssueCards($input: IssueCardsInput!) { issueCards(input: $input) {
    __typename ... on IssuedCards { group codes } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'Пригласить', en: 'Invite' },
  group: { ru: 'Кого', en: 'Whom' },
  count: { ru: 'Сколько карточек', en: 'How many cards' },
  left: {
    ru: (left: number) => `Можно ещё ${left}: не больше, чем людей в группе.`,
    en: (left: number) => `${left} more can be made: no more than the group has people.`,
  },
  go: { ru: 'Сделать карточки', en: 'Make the cards' },
  once: { ru: 'Коды показаны один раз', en: 'These codes are shown once' },
  onceMore: {
    ru: 'Напечатайте карточки, не закрывая страницу: сервер этих кодов не хранит. Перемешайте их и раздайте по одной, не записывая, кому какая.',
    en: 'Print the cards before you leave this page: the server does not keep the codes. Mix them and give one to each person without noting who got which.',
  },
  print: { ru: 'Напечатать карточки', en: 'Print the cards' },
  done: { ru: 'Карточки напечатаны', en: 'The cards are printed' },
  card: {
    ru: (title: string) => `Опрос: ${title}`,
    en: (title: string) => `Survey: ${title}`,
  },
  how: {
    ru: (address: string) => `Наведите камеру на код или откройте ${address} и введите:`,
    en: (address: string) => `Point the camera at the code, or open ${address} and enter:`,
  },
  anonymous: {
    ru: 'Ответы анонимны. Карточка действует один раз.',
    en: 'Answers are anonymous. The card works once.',
  },
  qr: { ru: 'QR-код опроса', en: 'QR code of the survey' },
});

export function IssueCards({ survey }: { survey: SurveyData }) {
  const t = useMessages(words);
  const local = useLocal();
  const act = useAct(issue, ({ issueCards }) => issueCards);
  const [group, setGroup] = useState(survey.groups[0]?.code ?? '');
  const [count, setCount] = useState('');
  const [made, setMade] = useState<{ group: string; codes: readonly string[] } | null>(null);
  const chosen = survey.groups.find(({ code }) => code === group);
  const left = chosen ? chosen.population - chosen.issued : 0;
  const wrong = problemAt(act.trouble, 'count');

  async function go() {
    const asked = Number(count || left);
    const input = { surveyId: survey.id, expectedVersion: survey.version, group, count: asked };
    const done = await act.run({ input });
    if (done) {
      setMade(done);
      setCount('');
    }
  }
  if (made)
    return <Cards survey={survey} group={made.group} codes={made.codes} onDone={() => setMade(null)} />;
  return (
    <div className="stack">
      <h3>{t.title}</h3>
      <div className={work.filters}>
        <Select
          label={t.group}
          value={group}
          onChange={setGroup}
          options={survey.groups.map(({ code, title }) => ({ value: code, title: local(title) }))}
        />
        <TextField
          label={t.count}
          hint={t.left(left)}
          inputMode="numeric"
          placeholder={String(left)}
          value={count}
          onChange={(typed) => setCount(typed.replace(/\D/g, '').slice(0, 5))}
          problem={wrong && local(wrong)}
        />
      </div>
      <Trouble act={act} />
      <div>
        <Button pending={act.pending} disabled={left === 0} onClick={() => void go()}>
          {t.go}
        </Button>
      </div>
    </div>
  );
}

type CardsProps = { survey: SurveyData; group: string; codes: readonly string[]; onDone: () => void };

function Cards({ survey, group, codes, onDone }: CardsProps) {
  const t = useMessages(words);
  const local = useLocal();
  const title = survey.groups.find(({ code }) => code === group)?.title;
  const address = `${window.location.origin}/answer`;
  return (
    <div className={`stack ${styles.sheet}`}>
      <div className={styles.unprinted}>
        <Notice tone="warn" title={t.once}>
          {t.onceMore}
        </Notice>
      </div>
      <div className={`row ${styles.unprinted}`}>
        <Button look="primary" onClick={() => window.print()}>
          {t.print}
        </Button>
        <Button onClick={onDone}>{t.done}</Button>
      </div>
      <ul className={styles.cards}>
        {codes.map((code) => (
          <li key={code} className={styles.card}>
            <div className={styles.cardCode}>
              <QrCode title={t.qr} text={`${address}/${code}`} />
            </div>
            <div className="stack-near">
              <p>
                <b>{t.card(local(survey.title))}</b>
              </p>
              {title && <p className="small">{local(title)}</p>}
              <p className="small">{t.how(address.replace(/^https?:\/\//, ''))}</p>
              <p className={styles.letters}>{code.match(/.{1,4}/g)?.join(' ')}</p>
              <p className="small">{t.anonymous}</p>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
