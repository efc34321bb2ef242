// The top of every screen: the name, search, where one can go, language, theme, who is here.
import { useLocation, useRouter } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { Button, LinkButton } from '../design/Button';
import { Icon } from '../design/Icon';
import { Link } from '../design/Link';
import { graphql } from './graph';
import { messages, speak, useLanguage, useLocal, useMessages } from './language';
import { path } from './paths';
import styles from './Shell.module.css';
import { type Session, signOut, useSession } from './session';
import { useTheme } from './theme';

const words = messages({
  product: { ru: 'Ареопаг', en: 'Areopag' },
  search: { ru: 'Найти школу', en: 'Find a school' },
  placeholder: { ru: 'Школа или посёлок', en: 'School or town' },
  menu: { ru: 'Меню', en: 'Menu' },
  navigation: { ru: 'Разделы', en: 'Sections' },
  schools: { ru: 'Школы', en: 'Schools' },
  methods: { ru: 'Как оценивают', en: 'Methods' },
  data: { ru: 'Открытые данные', en: 'Open data' },
  work: { ru: 'Моя работа', en: 'My work' },
  cases: { ru: 'Оценки', en: 'Evaluations' },
  sittings: { ru: 'Заседания', en: 'Sittings' },
  invitations: { ru: 'Приглашения', en: 'Invitations' },
  account: { ru: 'Учётная запись', en: 'Account' },
  light: { ru: 'Светлая тема', en: 'Light theme' },
  dark: { ru: 'Тёмная тема', en: 'Dark theme' },
  signIn: { ru: 'Войти', en: 'Sign in' },
  signOut: { ru: 'Выйти', en: 'Sign out' },
  stillIn: { ru: 'Выйти не удалось: нет связи', en: 'Not signed out: no connection' },
});

const viewerRoles = graphql(`query ViewerRoles { viewer { roles } }`);

export function Header() {
  const t = useMessages(words);
  const session = useSession();
  const { pathname } = useLocation();
  const [open, setOpen] = useState(false);
  const searching = pathname !== path.home && pathname !== path.schools;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new screen closes the menu
  useEffect(() => setOpen(false), [pathname]);

  return (
    <header className={styles.header}>
      <div className={styles.bar}>
        <Link href={path.home} className={styles.name}>
          <Sign />
          {t.product}
        </Link>
        <Button
          look="plain"
          square
          className={styles.menu}
          aria-label={t.menu}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? 'close' : 'menu'} />
        </Button>
        <div className={`${styles.rest} ${open ? styles.open : ''}`}>
          <nav aria-label={t.navigation} className={styles.navigation}>
            <Place href={path.schools}>{t.schools}</Place>
            <Place href="/methods">{t.methods}</Place>
            <Place href={path.data}>{t.data}</Place>
            {session?.person && <OwnPlaces key={session.person.id} />}
          </nav>
          {searching && <HeaderSearch />}
          <div className={styles.tools}>
            <LanguageSwitch />
            <ThemeSwitch />
            <Person session={session} />
          </div>
        </div>
      </div>
    </header>
  );
}

function Sign() {
  return (
    <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true" fill="currentColor">
      <path d="M4 12 16 5l12 7v1.8H4zM6.5 16h3v8h-3zm8 0h3v8h-3zm8 0h3v8h-3zM4 25.6h24V28H4z" />
    </svg>
  );
}

function Place({ href, children }: { href: string; children: ReactNode }) {
  const { pathname } = useLocation();
  const here = pathname === href || pathname.startsWith(`${href}/`);
  return (
    <Link href={href} className={styles.place} aria-current={here ? 'page' : undefined}>
      {children}
    </Link>
  );
}

function OwnPlaces() {
  const t = useMessages(words);
  const [{ data }] = useQuery({ query: viewerRoles });
  return (
    <>
      <Place href={path.work}>{t.work}</Place>
      {data?.viewer?.roles.includes('SECRETARY') && <Place href={path.cases}>{t.cases}</Place>}
      {data?.viewer?.roles.includes('COMMISSION_MEMBER') && <Place href={path.sittings}>{t.sittings}</Place>}
      {data?.viewer?.roles.some((role) => role === 'SECRETARY' || role === 'ADMINISTRATOR') && (
        <Place href={path.invitations}>{t.invitations}</Place>
      )}
    </>
  );
}

function HeaderSearch() {
  const t = useMessages(words);
  const router = useRouter();
  const [text, setText] = useState('');

  function find(event: FormEvent) {
    event.preventDefault();
    router.history.push(`${path.schools}?q=${encodeURIComponent(text.trim())}`);
  }
  return (
    <search>
      <form onSubmit={find} className={styles.search}>
        <Icon name="search" size={15} />
        <input
          type="search"
          aria-label={t.search}
          placeholder={t.placeholder}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </form>
    </search>
  );
}

function LanguageSwitch() {
  const other = useLanguage() === 'ru' ? 'en' : 'ru';
  const name = { ru: 'Русский', en: 'English' }[other];
  return (
    <Button look="plain" small lang={other} aria-label={name} title={name} onClick={() => speak(other)}>
      {{ ru: 'Рус', en: 'Eng' }[other]}
    </Button>
  );
}

function ThemeSwitch() {
  const t = useMessages(words);
  const [theme, turn] = useTheme();
  const name = theme === 'dark' ? t.light : t.dark;
  return (
    <Button look="plain" small square aria-label={name} title={name} onClick={turn}>
      <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
    </Button>
  );
}

function Person({ session }: { session: Session | null }) {
  const t = useMessages(words);
  const local = useLocal();
  const router = useRouter();
  const { href, pathname } = useLocation();
  const [leaving, setLeaving] = useState(false);
  const [failed, setFailed] = useState(false);

  if (!session?.person) {
    if (pathname === '/sign-in') return null;
    return (
      <LinkButton small href={path.signIn(href)} className={session ? undefined : styles.asking}>
        {t.signIn}
      </LinkButton>
    );
  }
  async function leave() {
    setLeaving(true);
    setFailed(false);
    try {
      const elsewhere = await signOut();
      if (elsewhere) window.location.assign(elsewhere);
      else router.history.push(path.home);
    } catch {
      setFailed(true);
    } finally {
      setLeaving(false);
    }
  }
  return (
    <div className={styles.person}>
      <Link
        href={path.account}
        className={`iconed ${styles.who}`}
        title={`${t.account}: ${local(session.person.name)}`}
      >
        <Icon name="person" size={14} />
        <span>{local(session.person.name)}</span>
      </Link>
      <Button look="plain" small pending={leaving} onClick={() => void leave()}>
        {t.signOut}
      </Button>
      {failed && (
        <span role="alert" className={styles.failed}>
          {t.stillIn}
        </span>
      )}
    </div>
  );
}
