// Where the person is signed in, and signing out there.
import { useAct } from '../app/act';
import { messages, useMessages } from '../app/language';
import { useTime } from '../app/time';
import { Button } from '../design/Button';
import { Section } from '../design/Page';
import { Table } from '../design/Table';
import { Trouble } from '../design/Trouble';
import { type AccountData, endOtherSessions, endSession } from './accountQuery';

const words = messages({
  title: { ru: 'Где вы вошли', en: 'Where you are signed in' },
  browser: { ru: 'Браузер', en: 'Browser' },
  here: { ru: 'этот браузер', en: 'this browser' },
  unknown: { ru: 'Неизвестный браузер', en: 'Unknown browser' },
  address: { ru: 'Адрес сети', en: 'Network address' },
  method: { ru: 'Как вошли', en: 'Signed in with' },
  seen: { ru: 'Последний раз', en: 'Last used' },
  act: { ru: 'Действие', en: 'Action' },
  end: { ru: 'Выйти там', en: 'Sign out there' },
  endOthers: { ru: 'Выйти везде, кроме этого браузера', en: 'Sign out everywhere but here' },
  PASSWORD: { ru: 'пароль', en: 'password' },
  SECOND_STEP: { ru: 'пароль и код', en: 'password and code' },
  PROVIDER: { ru: 'служба входа', en: 'sign-in service' },
  PASSKEY: { ru: 'ключ входа', en: 'passkey' },
});

const BROWSERS = [
  ['Edg/', 'Edge'],
  ['YaBrowser', 'Яндекс Браузер'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;
const SYSTEMS = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS', 'macOS'],
  ['Linux', 'Linux'],
] as const;

/** «Chrome, Windows» for what browsers call themselves. */
export function browserName(userAgent: string): string {
  const found = [BROWSERS, SYSTEMS].map((known) => known.find(([sign]) => userAgent.includes(sign))?.[1]);
  return found.filter(Boolean).join(', ');
}

export function Sessions({ sessions }: { sessions: AccountData['sessions'] }) {
  const t = useMessages(words);
  const { moment } = useTime();
  const end = useAct(endSession, (data) => data.endSession);
  const endOthers = useAct(endOtherSessions, (data) => data.endOtherSessions);
  return (
    <Section title={t.title}>
      <div className="stack">
        <Table
          caption={t.title}
          rows={sessions}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'browser',
              title: t.browser,
              heading: true,
              cell: (one) => (
                <>
                  {browserName(one.userAgent) || t.unknown}
                  {one.current && <span className="quiet"> · {t.here}</span>}
                </>
              ),
            },
            { key: 'address', title: t.address, cell: (one) => one.address },
            { key: 'method', title: t.method, cell: (one) => t[one.method] },
            { key: 'seen', title: t.seen, cell: (one) => moment(one.seenAt) },
            {
              key: 'end',
              title: t.act,
              titleUnseen: true,
              cell: (one) =>
                !one.current && (
                  <Button small pending={end.pending} onClick={() => void end.run({ input: { id: one.id } })}>
                    {t.end}
                  </Button>
                ),
            },
          ]}
        />
        <Trouble act={end} />
        <Trouble act={endOthers} />
        {sessions.length > 1 && (
          <div>
            <Button pending={endOthers.pending} onClick={() => void endOthers.run({})}>
              {t.endOthers}
            </Button>
          </div>
        )}
      </div>
    </Section>
  );
}
