// The shell around every screen: header, the screen, footer.
import { createRootRoute, Outlet, useLocation } from '@tanstack/react-router';
import { type MouseEvent, useRef } from 'react';
import { KeyboardHelp } from '../design/Shortcuts';
import { FailureScreen } from './FailureScreen';
import { Footer } from './Footer';
import { Header } from './Header';
import { LostConnection } from './LostConnection';
import { messages, useMessages } from './language';
import { NotFoundScreen } from './NotFoundScreen';
import styles from './Shell.module.css';

const words = messages({ skip: { ru: 'К содержанию', en: 'Skip to content' } });

export const root = createRootRoute({
  component: Shell,
  notFoundComponent: () => <NotFoundScreen />,
  errorComponent: FailureScreen,
});

function Shell() {
  const t = useMessages(words);
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();

  function skip(event: MouseEvent) {
    event.preventDefault();
    main.current?.focus();
  }
  return (
    <div className={styles.shell}>
      {/* biome-ignore lint/a11y/useValidAnchor: it leads to the content; the handler keeps the address as it is */}
      <a className={styles.skip} href="#content" onClick={skip}>
        {t.skip}
      </a>
      <Header key={pathname === '/' ? 'home' : 'other'} />
      <main ref={main} id="content" className={styles.main} tabIndex={-1}>
        <LostConnection />
        <Outlet />
      </main>
      <Footer />
      <KeyboardHelp />
    </div>
  );
}
