// Something to copy: a piece of text in fixed width with its title and a button.
import { type ReactNode, useState } from 'react';
import { messages, useMessages } from '../app/language';
import { Button } from '../design/Button';
import styles from './observer.module.css';

const words = messages({
  copy: { ru: 'Скопировать', en: 'Copy' },
  copied: { ru: 'Скопировано', en: 'Copied' },
  byHand: { ru: 'Выделите и скопируйте сами', en: 'Select and copy it by hand' },
});

export function Code({ title, text, action }: { title: string; text: string; action?: ReactNode }) {
  const t = useMessages(words);
  const [state, setState] = useState<'copy' | 'copied' | 'byHand'>('copy');

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      setState('byHand');
    }
    setTimeout(() => setState('copy'), 2500);
  }
  return (
    <div className={styles.codeBox}>
      <div className="row row-apart">
        <h3 className={styles.codeTitle}>{title}</h3>
        <div className="row">
          {action}
          <Button look="plain" small onClick={() => void copy()}>
            <span aria-live="polite">{t[state]}</span>
          </Button>
        </div>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text scrolls, and the keyboard must reach it */}
      <section className={styles.code} tabIndex={0} aria-label={title}>
        <code>{text}</code>
      </section>
    </div>
  );
}
