// Signing in: with login and password, or, in the demonstration, with one click.
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { SecondStep } from '../account/SecondStep';
import { Button } from '../design/Button';
import { TextField } from '../design/Field';
import { Icon } from '../design/Icon';
import { Link } from '../design/Link';
import { Notice } from '../design/Notice';
import { Page, PageHeader, Section } from '../design/Page';
import { doors, isChangeOfMind, passkeysWork } from './doors';
import { type LocalizedText, messages, useLocal, useMessages } from './language';
import { path } from './paths';
import styles from './SignIn.module.css';
import { readProblem, signIn, useSession, visitProvider, type Way } from './session';

const words = messages({
  title: { ru: 'Вход', en: 'Sign in' },
  lead: {
    ru: 'Для школ, экспертов, комиссии и секретариата. Опубликованные результаты открыты всем, входить для этого не нужно.',
    en: 'For schools, experts, the commission and the secretariat. Published results are open to all without signing in.',
  },
  login: { ru: 'Логин', en: 'Login' },
  password: { ru: 'Пароль', en: 'Password' },
  signIn: { ru: 'Войти', en: 'Sign in' },
  through: { ru: (name: string) => `Войти через ${name}`, en: (name: string) => `Sign in with ${name}` },
  orPassword: { ru: 'Или с логином и паролем:', en: 'Or with login and password:' },
  fillLogin: { ru: 'Напишите логин.', en: 'Write your login.' },
  fillPassword: { ru: 'Напишите пароль.', en: 'Write your password.' },
  network: {
    ru: 'Войти не удалось: нет связи с сервером.',
    en: 'Not signed in: no connection to the server.',
  },
  networkMore: { ru: 'Проверьте сеть и нажмите ещё раз.', en: 'Check your network and press again.' },
  byKey: { ru: 'Ключ входа', en: 'Passkey' },
  forgotten: { ru: 'Забыли пароль?', en: 'Forgotten your password?' },
  demo: { ru: 'Войти в демонстрацию', en: 'Enter the demonstration' },
  demoMore: {
    ru: 'Люди здесь вымышлены. Выберите, чьими глазами смотреть.',
    en: 'The people here are invented. Choose through whose eyes to look.',
  },
  already: { ru: (name: string) => `Вы вошли: ${name}`, en: (name: string) => `You are signed in: ${name}` },
  goOn: { ru: 'Продолжить', en: 'Go on' },
});

/** Stand for the provider and the passkey where otherwise a login stands; no login has a space in front. */
const THROUGH = ' provider';
const KEY = ' passkey';

const route = getRouteApi('/sign-in');

export function SignInScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const session = useSession();
  const router = useRouter();
  const { next, problem, step } = route.useSearch();
  const [ways, setWays] = useState<readonly Way[] | null>(step ? (step.split(',') as Way[]) : null);
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState(false);
  const [trouble, setTrouble] = useState<LocalizedText | 'network' | null>(null);
  const [typed, setTyped] = useState(false);
  const [entering, setEntering] = useState<string | null>(null);
  const goOn = () => router.history.push(next ?? path.work);

  async function enter(as: string, word: string) {
    setEntering(as);
    setTrouble(null);
    try {
      const answer = await signIn(as, word);
      if (!answer) goOn();
      else if ('ways' in answer) setWays(answer.ways);
      else setTrouble(answer.message);
    } catch {
      setTrouble('network');
    } finally {
      setEntering(null);
    }
  }
  async function showKey() {
    setEntering(KEY);
    setTrouble(null);
    try {
      const told = await doors.passkey();
      if (told.refusal) setTrouble(told.refusal.message);
      else goOn();
    } catch (error) {
      if (!isChangeOfMind(error)) setTrouble('network');
    }
    setEntering(null);
  }
  async function goThrough() {
    setEntering(THROUGH);
    setTrouble(null);
    try {
      const there = await visitProvider({ next: next ?? path.work });
      if (typeof there === 'string') return window.location.assign(there);
      setTrouble(there.message);
    } catch {
      setTrouble('network');
    }
    setEntering(null);
  }
  useEffect(() => {
    if (problem)
      readProblem(problem)
        .then((told) => setTrouble(told?.message ?? null))
        .catch(() => {});
  }, [problem]);
  function send(event: FormEvent) {
    event.preventDefault();
    const whole = login.trim() !== '' && password !== '';
    setMissing(!whole);
    setTyped(true);
    if (whole && !entering) void enter(login.trim(), password);
  }
  useEffect(() => {
    if (login && password) setMissing(false);
  }, [login, password]);

  const notice = trouble && (
    <Notice tone="error" title={trouble === 'network' ? t.network : local(trouble)}>
      {trouble === 'network' && t.networkMore}
    </Notice>
  );
  if (ways)
    return (
      <Page width="reading">
        <PageHeader title={t.title} />
        <SecondStep ways={ways} onIn={goOn} />
      </Page>
    );
  return (
    <Page width="reading">
      <PageHeader title={t.title} lead={t.lead} />
      <div className="stack-far">
        {session?.person && (
          <Notice
            title={t.already(local(session.person.name))}
            action={
              <Button small onClick={goOn}>
                {t.goOn}
              </Button>
            }
          />
        )}
        {!typed && notice}
        {session?.mode === 'demo' && session.people.length > 0 && (
          <Section title={t.demo}>
            <p className="quiet">{t.demoMore}</p>
            <ul className={styles.people}>
              {session.people.map((person) => (
                <li key={person.login}>
                  <button
                    type="button"
                    className={styles.somebody}
                    aria-busy={entering === person.login || undefined}
                    onClick={() => {
                      setTyped(false);
                      if (!entering) void enter(person.login, person.password);
                    }}
                  >
                    <strong>{local(person.name)}</strong>
                    <span>{local(person.role)}</span>
                    <Icon name="right" />
                  </button>
                </li>
              ))}
            </ul>
          </Section>
        )}
        {session?.provider && (
          <div className={styles.provider}>
            <Button
              look={session.mode === 'demo' ? 'secondary' : 'primary'}
              pending={entering === THROUGH}
              onClick={() => {
                setTyped(false);
                if (!entering) void goThrough();
              }}
            >
              {t.through(session.provider.name)}
            </Button>
            <p className="quiet small">{t.orPassword}</p>
          </div>
        )}
        <form onSubmit={send} className={styles.form} noValidate>
          {typed && notice}
          <TextField
            label={t.login}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            value={login}
            onChange={setLogin}
            problem={missing && !login.trim() && t.fillLogin}
          />
          <TextField
            label={t.password}
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
            problem={missing && !password && t.fillPassword}
          />
          <div className="row">
            <Button
              type="submit"
              look={session?.mode === 'demo' || session?.provider ? 'secondary' : 'primary'}
              pending={entering !== null && entering === login.trim()}
            >
              {t.signIn}
            </Button>
            {passkeysWork() && (
              <Button pending={entering === KEY} onClick={() => !entering && void showKey()}>
                {t.byKey}
              </Button>
            )}
          </div>
          <p className="small">
            <Link href={path.forgotten}>{t.forgotten}</Link>
          </p>
        </form>
      </div>
    </Page>
  );
}
