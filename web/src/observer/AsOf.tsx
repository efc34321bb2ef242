// Reading what is published as it stood at the end of a day: the field that asks for it, and the word that it is past.
import { type ComponentProps, type ReactNode, useEffect, useState } from 'react';
import { messages, useMessages } from '../app/language';
import { useSearch } from '../app/params';
import { useTime } from '../app/time';
import { Button } from '../design/Button';
import { TextField } from '../design/Field';
import { Notice } from '../design/Notice';
import { Page, PageHeader } from '../design/Page';
import { EARLIEST, today, useDay } from './day';

const words = messages({
  asOf: { ru: 'Как было на дату', en: 'As it was on' },
  past: {
    ru: (day: string) => `Показано, что было известно на ${day}`,
    en: (day: string) => `This is what was known on ${day}`,
  },
  pastMore: {
    ru: 'Это прошлое: с тех пор результаты могли появиться, измениться или потерять силу.',
    en: 'This is the past: since then results may have appeared, changed or expired.',
  },
  now: { ru: 'Показать, как сейчас', en: 'Show it as it is now' },
});

export function AsOf() {
  const t = useMessages(words);
  const [, write] = useSearch();
  const day = useDay() ?? '';
  const [typed, setTyped] = useState(day);
  useEffect(() => setTyped(day), [day]);
  // While a year is being typed, the field has dates of the first centuries.
  const change = (value: string) => {
    setTyped(value);
    if (value === '' ? day : value >= EARLIEST && value <= today())
      write({ on: value || null, after: null }, { push: true, stay: true });
  };
  return (
    <TextField label={t.asOf} type="date" min={EARLIEST} max={today()} value={typed} onChange={change} />
  );
}

/** That a screen shows the past, and the way back; nothing where it shows the present. */
export function PastNotice() {
  const t = useMessages(words);
  const time = useTime();
  const [, write] = useSearch();
  const day = useDay();
  if (!day) return null;
  return (
    <Notice
      title={t.past(time.day(day))}
      action={
        <Button small onClick={() => write({ on: null, after: null }, { push: true, stay: true })}>
          {t.now}
        </Button>
      }
    >
      {t.pastMore}
    </Notice>
  );
}

type NotYet = Pick<ComponentProps<typeof PageHeader>, 'title' | 'back'> & { children?: ReactNode };

/** The page of what was not there on the day that is asked about. */
export function NotYetThen({ title, back, children }: NotYet) {
  return (
    <Page width="reading">
      <PageHeader title={title} back={back} />
      <div className="stack">
        {children}
        <PastNotice />
        <AsOf />
      </div>
    </Page>
  );
}
