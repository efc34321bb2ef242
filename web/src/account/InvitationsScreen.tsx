// Inviting people by letter, and the invitations that wait.
import { type FormEvent, useState } from 'react';
import { problemAt, refusals, useAct } from '../app/act';
import { graphql, type ResultOf } from '../app/graph';
import { messages, useLocal, useMessages } from '../app/language';
import { useRead } from '../app/read';
import { useTime } from '../app/time';
import { Button } from '../design/Button';
import { Select, TextField } from '../design/Field';
import { Notice } from '../design/Notice';
import { Page, PageHeader, Section } from '../design/Page';
import { Table } from '../design/Table';
import { Trouble } from '../design/Trouble';
import { Waiting } from '../design/Waiting';
import { constituencyWords } from '../work/secretary/constituencies';
import styles from './account.module.css';
import { roleNames } from './roles';

const query = graphql(`query Invitations {
  viewer {
    roles
    organisations { id kind name { ru en } }
    schools(first: 100) { id name { ru en } }
    account { invitations { id email name { ru en } role organisation { ru en } expiresAt } }
  }
}`);
const invite = graphql(
  `mutation Invite($input: InviteInput!) { invite(input: $input) {
    __typename ... on Invited { email link } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
const takeBack = graphql(
  `mutation TakeBackInvitation($input: EndInput!) { takeBackInvitation(input: $input) {
    __typename ... on Account { email } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
type Viewer = NonNullable<ResultOf<typeof query>['viewer']>;
type Role = Viewer['roles'][number];

const BY_SECRETARY: Role[] = [
  'SCHOOL_OFFICER',
  'SCHOOL_HEAD',
  'EXPERT',
  'COMMISSION_MEMBER',
  'COMMISSION_CHAIR',
];
const BY_ADMINISTRATOR: Role[] = [
  'SECRETARY',
  'ADMINISTRATOR',
  'EXPERT',
  'COMMISSION_MEMBER',
  'COMMISSION_CHAIR',
];

const words = messages({
  title: { ru: 'Приглашения', en: 'Invitations' },
  lead: {
    ru: 'Человек получает письмо со ссылкой: она действует две недели и один раз. По ней он сам выбирает логин и пароль.',
    en: 'The person gets a letter with a link that works for two weeks, once. With it they choose a login and password themselves.',
  },
  fresh: { ru: 'Пригласить', en: 'Invite somebody' },
  email: { ru: 'Адрес электронной почты', en: 'E-mail address' },
  nameRu: { ru: 'Имя', en: 'Name in Russian' },
  nameEn: { ru: 'Имя латиницей', en: 'Name in Latin letters' },
  role: { ru: 'Кем', en: 'As' },
  place: { ru: 'Где', en: 'Where' },
  choose: { ru: 'Выберите школу', en: 'Choose a school' },
  constituency: { ru: 'От чьего имени говорит', en: 'Speaks for' },
  send: { ru: 'Пригласить', en: 'Invite' },
  sent: {
    ru: (email: string) => `Письмо для ${email} отправляется`,
    en: (email: string) => `A letter to ${email} is on its way`,
  },
  handOver: {
    ru: (email: string) => `Сервер не отправляет писем. Передайте эту ссылку сами: ${email}`,
    en: (email: string) => `The server sends no letters. Hand this link over yourself: ${email}`,
  },
  waiting: { ru: 'Ждут ответа', en: 'Waiting for an answer' },
  none: { ru: 'Неотвеченных приглашений нет.', en: 'No invitation waits for an answer.' },
  who: { ru: 'Кто', en: 'Who' },
  until: { ru: 'До', en: 'Until' },
  act: { ru: 'Действие', en: 'Action' },
  takeBack: { ru: 'Отозвать', en: 'Take back' },
});

export function InvitationsScreen() {
  const t = useMessages(words);
  const reading = useRead(query, {});
  const viewer = reading.data?.viewer;
  return (
    <Page>
      <PageHeader title={t.title} lead={t.lead} />
      {viewer ? (
        <div className="stack-far">
          <InviteForm viewer={viewer} />
          <WaitingInvitations invitations={viewer.account?.invitations ?? []} />
        </div>
      ) : (
        <Waiting reading={reading} lines={8} />
      )}
    </Page>
  );
}

function InviteForm({ viewer }: { viewer: Viewer }) {
  const t = useMessages(words);
  const local = useLocal();
  const names = useMessages(roleNames);
  const speakers = useMessages(constituencyWords);
  const act = useAct(invite, (data) => data.invite);
  const roles = [
    ...new Set([
      ...(viewer.roles.includes('SECRETARY') ? BY_SECRETARY : []),
      ...(viewer.roles.includes('ADMINISTRATOR') ? BY_ADMINISTRATOR : []),
    ]),
  ];
  const [role, setRole] = useState<Role>(roles[0] ?? 'EXPERT');
  const [email, setEmail] = useState('');
  const [nameRu, setNameRu] = useState('');
  const [nameEn, setNameEn] = useState('');
  const [school, setSchool] = useState('');
  const [constituency, setConstituency] = useState<keyof typeof speakers>('PEDAGOGUE');
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [made, setMade] = useState<{ email: string; link: string | null } | null>(null);
  const ofSchool = role.startsWith('SCHOOL');
  const agency = viewer.organisations.find(({ kind }) => kind === 'AGENCY');
  const problem = (field: string) => {
    const found = problemAt(act.trouble, field);
    return found && local(found);
  };

  async function send(event: FormEvent) {
    event.preventDefault();
    const organisationId = (ofSchool ? school : agency?.id) ?? '';
    const speaks = role === 'EXPERT' ? constituency : null;
    const input = { idempotencyKey: key, email, nameRu, nameEn, role, organisationId, constituency: speaks };
    const done = act.pending ? null : await act.run({ input });
    if (!done) return;
    setMade({ email: done.email, link: done.link });
    setKey(crypto.randomUUID());
    setEmail('');
    setNameRu('');
    setNameEn('');
  }
  return (
    <Section title={t.fresh}>
      <form onSubmit={send} className="stack" noValidate>
        {made && (
          <Notice tone="success" title={made.link ? t.handOver(made.email) : t.sent(made.email)}>
            {made.link && <p className={styles.token}>{made.link}</p>}
          </Notice>
        )}
        <div className={styles.fields}>
          <Select
            label={t.role}
            value={role}
            onChange={setRole}
            options={roles.map((value) => ({ value, title: names[value] }))}
          />
          {ofSchool && (
            <Select
              label={t.place}
              value={school}
              onChange={setSchool}
              options={[
                { value: '', title: t.choose },
                ...viewer.schools.map((one) => ({ value: one.id, title: local(one.name) })),
              ]}
              problem={problem('organisationId')}
            />
          )}
          {role === 'EXPERT' && (
            <Select
              label={t.constituency}
              value={constituency}
              onChange={setConstituency}
              options={(Object.keys(speakers) as (keyof typeof speakers)[]).map((value) => ({
                value,
                title: speakers[value],
              }))}
            />
          )}
          <TextField
            label={t.email}
            type="email"
            value={email}
            onChange={setEmail}
            problem={problem('email')}
          />
          <TextField label={t.nameRu} value={nameRu} onChange={setNameRu} problem={problem('nameRu')} />
          <TextField
            label={t.nameEn}
            optional
            value={nameEn}
            onChange={setNameEn}
            problem={problem('nameEn')}
          />
        </div>
        <Trouble act={act} />
        <div>
          <Button type="submit" look="primary" pending={act.pending}>
            {t.send}
          </Button>
        </div>
      </form>
    </Section>
  );
}

type Open = NonNullable<Viewer['account']>['invitations'];

function WaitingInvitations({ invitations }: { invitations: Open }) {
  const t = useMessages(words);
  const local = useLocal();
  const names = useMessages(roleNames);
  const { moment } = useTime();
  const act = useAct(takeBack, (data) => data.takeBackInvitation);
  return (
    <Section title={t.waiting}>
      <div className="stack">
        <Table
          caption={t.waiting}
          rows={invitations}
          rowKey={({ id }) => id}
          empty={t.none}
          columns={[
            { key: 'who', title: t.who, heading: true, cell: (one) => local(one.name) },
            { key: 'email', title: t.email, cell: (one) => one.email },
            { key: 'role', title: t.role, cell: (one) => `${names[one.role]} · ${local(one.organisation)}` },
            { key: 'until', title: t.until, cell: (one) => moment(one.expiresAt) },
            {
              key: 'act',
              title: t.act,
              titleUnseen: true,
              cell: (one) => (
                <Button small pending={act.pending} onClick={() => void act.run({ input: { id: one.id } })}>
                  {t.takeBack}
                </Button>
              ),
            },
          ]}
        />
        <Trouble act={act} />
      </div>
    </Section>
  );
}
