// The frame of a screen: its width, its heading and title, its sections.
import { useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { arrival } from '../app/arrival';
import { messages, useMessages } from '../app/language';
import { Icon } from './Icon';
import { Link } from './Link';
import styles from './Page.module.css';

const words = messages({ product: { ru: 'Ареопаг', en: 'Areopag' } });

/** Titles longer than this are set smaller: some criteria are named by half a paragraph. */
const LONG = 70;

type PageProps = { width?: 'reading' | 'wide' | 'full'; children: ReactNode };

export function Page({ width = 'wide', children }: PageProps) {
  return <div className={`${styles.page} ${styles[width] ?? ''}`}>{children}</div>;
}

type PageHeaderProps = {
  title: string;
  /** The title of the document when the heading alone would not tell enough. */
  documentTitle?: string;
  /** Where this belongs: a link back. */
  back?: { href: string; title: string };
  /** One or two sentences under the heading. */
  lead?: ReactNode;
  /** State, number, deadline: a line of small facts. */
  facts?: ReactNode;
  action?: ReactNode;
};

export function PageHeader({ title, documentTitle, back, lead, facts, action }: PageHeaderProps) {
  const t = useMessages(words);
  const heading = useRef<HTMLHeadingElement>(null);
  // The address whose screen is shown; while the next screen is fetched, this one must not take its arrival.
  const pathname = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new address is a new arrival
  useEffect(() => {
    if (arrival.take()) heading.current?.focus({ preventScroll: true });
  }, [pathname]);

  return (
    <header className={styles.header}>
      <title>{`${documentTitle ?? title} · ${t.product}`}</title>
      {back && (
        <p className={styles.above}>
          <Link href={back.href} className="iconed">
            <Icon name="left" size={12} />
            <span>{back.title}</span>
          </Link>
        </p>
      )}
      <div className={styles.top}>
        <h1 ref={heading} tabIndex={-1} className={title.length > LONG ? styles.long : undefined}>
          {title}
        </h1>
        {action}
      </div>
      {lead && <div className={styles.lead}>{lead}</div>}
      {facts && <div className="row quiet">{facts}</div>}
    </header>
  );
}

type SectionProps = { title: ReactNode; action?: ReactNode; children: ReactNode; id?: string };

export function Section({ title, action, children, id }: SectionProps) {
  const own = useId();
  return (
    <section className={styles.section} aria-labelledby={`${own}-title`} id={id}>
      <div className={styles.sectionTop}>
        <h2 id={`${own}-title`}>{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}

type Pair = { key?: string; term: ReactNode; is: ReactNode };

/** Facts with their names; pairs whose value is null or undefined are left out. */
export function DefinitionList({ pairs }: { pairs: readonly Pair[] }) {
  return (
    <dl className={styles.pairs}>
      {pairs
        .filter(({ is }) => is !== null && is !== undefined && is !== '')
        .map(({ key, term, is }) => [
          <dt key={`${key ?? String(term)} term`}>{term}</dt>,
          <dd key={`${key ?? String(term)} value`}>{is}</dd>,
        ])}
    </dl>
  );
}
