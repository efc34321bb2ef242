// One's own account: ways to sign in, browsers that are signed in, tokens for programs.
import { messages, useLocal, useMessages } from '../app/language';
import { useRead } from '../app/read';
import { Openings } from '../design/Openings';
import { Page, PageHeader, Section } from '../design/Page';
import { Waiting } from '../design/Waiting';
import { accountQuery } from './accountQuery';
import { Letters } from './Letters';
import { Sessions } from './Sessions';
import { Tokens } from './Tokens';
import { AuthenticatorApp, Passkeys, Password, Provider } from './Ways';

const words = messages({
  title: { ru: 'Учётная запись', en: 'Account' },
  login: { ru: (login: string) => `логин ${login}`, en: (login: string) => `login ${login}` },
  openings: { ru: 'Выгрузка данных', en: 'Exports of data' },
  noEmail: { ru: 'адрес почты не указан', en: 'no e-mail address' },
});

export function AccountScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const reading = useRead(accountQuery, {});
  const viewer = reading.data?.viewer;
  if (!viewer?.account)
    return (
      <Page>
        <Waiting reading={reading} head lines={8} />
      </Page>
    );
  const { account } = viewer;
  return (
    <Page>
      <PageHeader
        title={t.title}
        lead={local(viewer.person.name)}
        facts={
          <>
            <span>{t.login(viewer.login)}</span>
            <span>{account.email ?? t.noEmail}</span>
          </>
        }
      />
      <div className="stack-far">
        <Letters account={account} />
        <Sessions sessions={account.sessions} />
        <AuthenticatorApp account={account} />
        <Passkeys passkeys={account.passkeys} />
        {account.hasPassword && <Password />}
        <Provider providers={account.providers} />
        <Tokens tokens={account.accessTokens} />
        {viewer.openings.length > 0 && (
          <Section title={t.openings}>
            <Openings openings={viewer.openings} />
          </Section>
        )}
      </div>
    </Page>
  );
}
