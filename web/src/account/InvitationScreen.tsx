// Accepting an invitation, come from its link: with a new account, or as whoever is signed in.
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { doors, type Invitation, secretInAddress } from '../app/doors';
import { messages, useLocal, useMessages } from '../app/language';
import { path } from '../app/paths';
import styles from '../app/SignIn.module.css';
import { useSession, type Way } from '../app/session';
import { useDoor } from '../app/useDoor';
import { Button } from '../design/Button';
import { DoorTrouble } from '../design/DoorTrouble';
import { TextField } from '../design/Field';
import { Page, PageHeader, Section } from '../design/Page';
import { Skeleton } from '../design/Skeleton';
import { roleNames } from './roles';
import { SecondStep } from './SecondStep';

const words = messages({
  title: { ru: 'Приглашение', en: 'Invitation' },
  lead: {
    ru: (role: string, place: string) => `Вас приглашают: ${role} – ${place}.`,
    en: (role: string, place: string) => `You are invited as ${role}: ${place}.`,
  },
  mine: { ru: 'Принять со своей учётной записью', en: 'Accept with your account' },
  accept: { ru: 'Принять приглашение', en: 'Accept the invitation' },
  acceptAs: {
    ru: (name: string) => `Вы вошли как ${name}. Новая роль добавится к тем, что у вас есть.`,
    en: (name: string) => `You are signed in as ${name}. The new role is added to those you have.`,
  },
  fresh: { ru: 'Новая учётная запись', en: 'A new account' },
  login: { ru: 'Логин', en: 'Login' },
  password: { ru: 'Пароль', en: 'Password' },
  hint: {
    ru: 'Не короче 12 знаков; удобно взять несколько слов подряд.',
    en: 'At least 12 characters; several words in a row are easy to keep in mind.',
  },
  known: {
    ru: 'У вас уже есть учётная запись? Войдите, затем откройте ссылку из письма ещё раз.',
    en: 'You have an account already? Sign in, then open the link of the letter again.',
  },
});

export function InvitationScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const roles = useMessages(roleNames);
  const session = useSession();
  const router = useRouter();
  const looking = useDoor();
  const accepting = useDoor();
  const [token] = useState(secretInAddress);
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [ways, setWays] = useState<readonly Way[] | null>(null);
  const goOn = () => router.history.push(path.work);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the link is looked at once
  useEffect(() => {
    void looking
      .knock(() => doors.look(token))
      .then((found) => {
        if (!found) return;
        setInvitation(found.is);
        setLogin(found.is.login);
      });
  }, [token]);

  async function accept(account?: { login: string; password: string }) {
    const told = accepting.pending ? null : await accepting.knock(() => doors.accept(token, account));
    if (told?.is) setWays(told.is.ways);
    else if (told) goOn();
  }
  function send(event: FormEvent) {
    event.preventDefault();
    if (login.trim() && password) void accept({ login: login.trim(), password });
  }
  return (
    <Page width="reading">
      <PageHeader
        title={t.title}
        lead={
          invitation && t.lead(roles[invitation.role as keyof typeof roles], local(invitation.organisation))
        }
      />
      <div className="stack-far">
        <DoorTrouble trouble={looking.trouble} />
        {!invitation && !looking.trouble && <Skeleton lines={4} />}
        {ways && <SecondStep ways={ways} onIn={goOn} />}
        {invitation && !ways && session?.person && (
          <Section title={t.mine}>
            <div className="stack">
              <p>{t.acceptAs(local(session.person.name))}</p>
              <div>
                <Button look="primary" pending={accepting.pending} onClick={() => void accept()}>
                  {t.accept}
                </Button>
              </div>
            </div>
          </Section>
        )}
        {invitation && !ways && session && !session.person && (
          <Section title={t.fresh}>
            <form onSubmit={send} className={styles.form} noValidate>
              <TextField
                label={t.login}
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                value={login}
                onChange={setLogin}
              />
              <TextField
                label={t.password}
                hint={t.hint}
                type="password"
                autoComplete="new-password"
                value={password}
                onChange={setPassword}
              />
              <div>
                <Button type="submit" look="primary" pending={accepting.pending}>
                  {t.accept}
                </Button>
              </div>
              <p className="quiet small">{t.known}</p>
            </form>
          </Section>
        )}
        <DoorTrouble trouble={accepting.trouble} />
      </div>
    </Page>
  );
}
