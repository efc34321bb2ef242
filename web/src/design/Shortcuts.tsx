// Keys of the screen, active while it is shown, and the list of them under `?`.
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { type LocalizedText, messages, useLocal, useMessages } from '../app/language';
import { SidePanel } from './SidePanel';
import styles from './SidePanel.module.css';

export type Shortcut = {
  /** A letter or digit by its place on the keyboard, so that it works in the Russian layout too, or a key name: "j", "ArrowDown". */
  press: string;
  /** With Ctrl or ⌘; such shortcuts also work inside fields. */
  withControl?: boolean;
  does: LocalizedText;
  act: () => void;
};

const words = messages({
  title: { ru: 'Клавиши', en: 'Keyboard' },
  help: { ru: 'Показать этот список', en: 'Show this list' },
});

let active: readonly (readonly Shortcut[])[] = [];
const listeners = new Set<() => void>();

function change(next: typeof active) {
  active = next;
  for (const tell of listeners) tell();
}

export function useShortcuts(shortcuts: readonly Shortcut[]) {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  const described = shortcuts.map(({ press, withControl }) => `${withControl}${press}`).join();

  // biome-ignore lint/correctness/useExhaustiveDependencies: registered anew only when the set of keys changes
  useEffect(() => {
    const mine: readonly Shortcut[] = latest.current.map((shortcut, index) => ({
      ...shortcut,
      act: () => latest.current[index]?.act(),
    }));
    change([...active, mine]);
    return () => change(active.filter((set) => set !== mine));
  }, [described]);
}

function pressed(event: KeyboardEvent, { press, withControl }: Shortcut): boolean {
  const control = event.ctrlKey || event.metaKey;
  if (control !== !!withControl || event.altKey) return false;
  if (/^[a-z]$/.test(press)) return event.code === `Key${press.toUpperCase()}` && !event.shiftKey;
  return event.key === press;
}

function writing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('textarea, select, input:not([type=radio], [type=checkbox], [type=button])'))
  );
}

/** Mounted once, by the shell. */
export function KeyboardHelp() {
  const t = useMessages(words);
  const local = useLocal();
  const [open, setOpen] = useState(false);
  const sets = useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => active,
  );

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const inField = writing(event.target);
      if (event.key === '?' && !inField) {
        event.preventDefault();
        setOpen((was) => !was);
        return;
      }
      const hit = active
        .toReversed()
        .flat()
        .find((shortcut) => pressed(event, shortcut) && (!inField || shortcut.withControl));
      if (!hit) return;
      event.preventDefault();
      hit.act();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);

  return (
    <SidePanel title={t.title} open={open} onClose={() => setOpen(false)}>
      <dl className={styles.keys}>
        {sets
          .toReversed()
          .flat()
          .map((shortcut) => [
            <dt key={`${shortcut.withControl} ${shortcut.press} key`}>
              {shortcut.withControl && <kbd>Ctrl</kbd>} <kbd>{keyName(shortcut.press)}</kbd>
            </dt>,
            <dd key={`${shortcut.withControl} ${shortcut.press} does`}>{local(shortcut.does)}</dd>,
          ])}
        <dt>
          <kbd>?</kbd>
        </dt>
        <dd>{t.help}</dd>
      </dl>
    </SidePanel>
  );
}

function keyName(press: string): string {
  const names: Record<string, string> = {
    ArrowDown: '↓',
    ArrowUp: '↑',
    ArrowLeft: '←',
    ArrowRight: '→',
    Escape: 'Esc',
  };
  return names[press] ?? (press.length === 1 ? press.toUpperCase() : press);
}
