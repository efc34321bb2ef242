// The inspector's checklist, made for a telephone in a corridor: ticks and numbers are kept on the device as they are
// made, with a network or without, and are sent when there is one.
import { useEffect, useState } from 'react';
import { messages, useLocal, useMessages } from '../../app/language';
import { NotFoundScreen } from '../../app/NotFoundScreen';
import { useParam } from '../../app/params';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { Button } from '../../design/Button';
import { Checkbox, TextArea, TextField } from '../../design/Field';
import { Notice } from '../../design/Notice';
import { Page, PageHeader } from '../../design/Page';
import { Progress } from '../../design/Progress';
import { StateBadge } from '../../design/StateBadge';
import { Trouble } from '../../design/Trouble';
import { Waiting } from '../../design/Waiting';
import styles from './checklist.module.css';
import { keepForm, keptForm } from './checklistForm';
import { type ChecklistData, checklistQuery } from './checklistQuery';
import { type Count, type Counted, countsOf, fingerprint, NOTHING, ticking } from './counting';
import { useChecklist } from './useChecklist';
import { keepForAway } from './worker';

const words = messages({
  title: { ru: 'Проверка на месте', en: 'Check on the spot' },
  back: { ru: 'Показатели', en: 'Indicators' },
  lead: {
    ru: 'Отмечайте, что есть, и вносите числа. Всё сразу записывается на этом устройстве; показатель считается по формуле методики.',
    en: 'Tick what is there, and enter the numbers. All of it is kept on this device at once; the framework’s formula makes the indicator of it.',
  },
  away: { ru: 'Связи нет', en: 'No connection' },
  awayMore: {
    ru: 'Продолжайте: всё записано на этом устройстве и отправится, когда связь появится и страница будет открыта.',
    en: 'Go on: all of it is kept on this device and will be sent once there is a connection and this page is open.',
  },
  none: { ru: 'В этой методике ничего не подсчитывают', en: 'This framework counts nothing' },
  done: { ru: 'Проверено показателей', en: 'Indicators checked' },
  sent: { ru: 'отправлено', en: 'sent' },
  kept: { ru: 'на этом устройстве', en: 'on this device' },
  open: { ru: 'не проверено', en: 'not checked' },
  nothing: { ru: 'Ничего из этого нет', en: 'None of these' },
  note: { ru: 'Заметка', en: 'Note' },
  send: {
    ru: (count: number) => `Отправить проверенное (${count})`,
    en: (count: number) => `Send what is checked (${count})`,
  },
  later: { ru: 'Отправится, когда появится связь', en: 'To be sent once there is a connection' },
  closed: {
    ru: 'Сейчас показатели этого дела не вносят.',
    en: 'Indicators of this case are not entered now.',
  },
});

export function ChecklistScreen() {
  const number = useParam('number');
  const reading = useRead(checklistQuery, { number });
  const [kept, setKept] = useState<ChecklistData | null>(null);
  const fresh = reading.data?.viewer?.evaluation ?? null;
  useEffect(() => {
    if (!fresh) return;
    void keepForm(number, fresh);
    // Where it cannot be kept, the opened page goes on working all the same.
    keepForAway().catch(() => {});
  }, [fresh, number]);
  useEffect(() => {
    if (reading.failed && !fresh) void keptForm(number).then(setKept);
  }, [reading.failed, fresh, number]);
  const found = fresh ?? kept;
  if (reading.data?.viewer && !fresh) return <NotFoundScreen />;
  return (
    <Page width="reading">
      {found ? <Checklist key={found.id} found={found} /> : <Waiting reading={reading} head lines={12} />}
    </Page>
  );
}

function Checklist({ found }: { found: ChecklistData }) {
  const t = useMessages(words);
  const checklist = useChecklist(found);
  const mayWrite = found.transitions.some(({ name, available }) => name === 'write_consensus' && available);
  const criteria = found.criteria
    .map(({ code, title }) => ({
      code,
      title,
      asked: found.framework.checklist.filter(({ criterionCode }) => criterionCode === code),
    }))
    .filter(({ asked }) => asked.length);
  const ready = criteria.filter(({ code, asked }) => {
    const counted = checklist.of(code);
    return countsOf(asked, counted) && checklist.sent(code) !== fingerprint(counted);
  });
  const checked = criteria.filter(({ code, asked }) => countsOf(asked, checklist.of(code)));
  return (
    <>
      <PageHeader
        title={t.title}
        back={{ href: path.matrix(found.number), title: t.back }}
        lead={t.lead}
        facts={found.number}
      />
      <div className="stack-far">
        {!checklist.online && (
          <Notice tone="warn" title={t.away}>
            {t.awayMore}
          </Notice>
        )}
        {!mayWrite && <Notice title={t.closed} />}
        {criteria.length === 0 && <p className="quiet">{t.none}</p>}
        {criteria.length > 0 && <Progress done={checked.length} total={criteria.length} label={t.done} />}
        {criteria.map(({ code, title, asked }) => (
          <Indicator
            key={code}
            code={code}
            title={title}
            asked={asked}
            counted={checklist.of(code)}
            sent={checklist.sent(code)}
            onChange={(counted) => checklist.change(code, counted)}
          />
        ))}
        <div className={styles.foot}>
          <Trouble act={checklist.act} />
          <div className="row">
            <Button
              look="primary"
              pending={checklist.act.pending}
              disabled={!mayWrite || ready.length === 0}
              onClick={() => void checklist.send(ready)}
            >
              {t.send(ready.length)}
            </Button>
            {checklist.queued && <span className="quiet">{t.later}</span>}
          </div>
        </div>
      </div>
    </>
  );
}

type IndicatorProps = {
  code: string;
  title: { ru: string; en: string };
  asked: readonly Count[];
  counted: Counted;
  sent: string | undefined;
  onChange: (counted: Counted) => void;
};

function Indicator({ code, title, asked, counted, sent, onChange }: IndicatorProps) {
  const t = useMessages(words);
  const local = useLocal();
  const complete = !!countsOf(asked, counted);
  const number = (name: string, typed: string) =>
    onChange({ ...counted, numbers: { ...counted.numbers, [name]: typed.replace(/\D/g, '').slice(0, 7) } });
  return (
    <section className={styles.indicator} aria-label={code}>
      <h2 className={styles.title}>
        {code}. {local(title)}
      </h2>
      <p>
        {sent === fingerprint(counted ?? NOTHING) ? (
          <StateBadge tone="good">{t.sent}</StateBadge>
        ) : complete ? (
          <StateBadge tone="active">{t.kept}</StateBadge>
        ) : (
          <StateBadge>{t.open}</StateBadge>
        )}
      </p>
      {asked.map((count) =>
        count.items.length ? (
          <fieldset key={count.code} className={styles.items}>
            <legend className="unseen">{local(count.title)}</legend>
            {count.items.map((item, at) => (
              <Checkbox
                key={item.ru}
                label={local(item)}
                checked={counted.ticks[count.code]?.includes(at) ?? false}
                onChange={() => onChange(ticking(counted, count.code, at))}
              />
            ))}
            {counted.ticks[count.code] === undefined && (
              <div>
                <Button
                  small
                  look="plain"
                  onClick={() => onChange({ ...counted, ticks: { ...counted.ticks, [count.code]: [] } })}
                >
                  {t.nothing}
                </Button>
              </div>
            )}
          </fieldset>
        ) : (
          <TextField
            key={count.code}
            label={local(count.title)}
            inputMode="numeric"
            value={counted.numbers[count.code] ?? ''}
            onChange={(typed) => number(count.code, typed)}
          />
        ),
      )}
      <TextArea
        label={t.note}
        optional
        rows={1}
        value={counted.note}
        onChange={(note) => onChange({ ...counted, note })}
      />
    </section>
  );
}
