// Access tokens for programs: those that work, and making one, which is told once.
import { type FormEvent, useState } from 'react';
import { problemAt, useAct } from '../app/act';
import { messages, useLocal, useMessages } from '../app/language';
import { useTime } from '../app/time';
import { Button } from '../design/Button';
import { Disclosure } from '../design/Disclosure';
import { Select, TextField } from '../design/Field';
import { Notice } from '../design/Notice';
import { Section } from '../design/Page';
import { Table } from '../design/Table';
import { Trouble } from '../design/Trouble';
import styles from './account.module.css';
import { type AccountData, createAccessToken, revokeAccessToken } from './accountQuery';

const words = messages({
  title: { ru: 'Ключи доступа для программ', en: 'Access tokens for programs' },
  none: {
    ru: 'Ключей нет. Они нужны, только если с Ареопагом работает ваша программа.',
    en: 'There are none. You need one only if a program of yours works with Areopag.',
  },
  label: { ru: 'Для чего', en: 'What for' },
  scope: { ru: 'Что разрешает', en: 'Allows' },
  READ: { ru: 'читать', en: 'to read' },
  ACT: { ru: 'читать и действовать от вашего имени', en: 'to read and to act as you' },
  until: { ru: 'До', en: 'Until' },
  used: { ru: 'Последний раз', en: 'Last used' },
  never: { ru: 'ни разу', en: 'never' },
  act: { ru: 'Действие', en: 'Action' },
  revoke: { ru: 'Отозвать', en: 'Revoke' },
  make: { ru: 'Создать ключ', en: 'Make a token' },
  days: { ru: 'Сколько дней действует', en: 'How many days it works' },
  made: {
    ru: 'Ключ создан. Скопируйте его сейчас: больше он не будет показан.',
    en: 'The token is made. Copy it now: it will not be shown again.',
  },
});

export function Tokens({ tokens }: { tokens: AccountData['accessTokens'] }) {
  const t = useMessages(words);
  const { moment } = useTime();
  const revoke = useAct(revokeAccessToken, (data) => data.revokeAccessToken);
  return (
    <Section title={t.title}>
      <div className="stack">
        <Table
          caption={t.title}
          rows={tokens}
          rowKey={({ id }) => id}
          empty={t.none}
          columns={[
            { key: 'label', title: t.label, heading: true, cell: (one) => one.label || '—' },
            { key: 'scope', title: t.scope, cell: (one) => t[one.scope] },
            { key: 'used', title: t.used, cell: (one) => (one.usedAt ? moment(one.usedAt) : t.never) },
            { key: 'until', title: t.until, cell: (one) => moment(one.expiresAt) },
            {
              key: 'revoke',
              title: t.act,
              titleUnseen: true,
              cell: (one) => (
                <Button
                  small
                  pending={revoke.pending}
                  onClick={() => void revoke.run({ input: { id: one.id } })}
                >
                  {t.revoke}
                </Button>
              ),
            },
          ]}
        />
        <Trouble act={revoke} />
        <MakeToken />
      </div>
    </Section>
  );
}

function MakeToken() {
  const t = useMessages(words);
  const local = useLocal();
  const make = useAct(createAccessToken, (data) => data.createAccessToken);
  const [label, setLabel] = useState('');
  const [scope, setScope] = useState<'READ' | 'ACT'>('READ');
  const [days, setDays] = useState('30');
  const [token, setToken] = useState<string | null>(null);
  const wrong = { label: problemAt(make.trouble, 'label'), days: problemAt(make.trouble, 'days') };

  async function send(event: FormEvent) {
    event.preventDefault();
    const made = await make.run({ input: { label, scope, days: Number.parseInt(days, 10) || 0 } });
    if (made) setToken(made.token);
  }
  return (
    <Disclosure title={t.make}>
      {token ? (
        <Notice tone="success" title={t.made}>
          <p className={styles.token}>{token}</p>
        </Notice>
      ) : (
        <form onSubmit={send} className={`stack ${styles.narrow}`} noValidate>
          <TextField
            label={t.label}
            value={label}
            onChange={setLabel}
            problem={wrong.label && local(wrong.label)}
          />
          <Select
            label={t.scope}
            value={scope}
            onChange={setScope}
            options={[
              { value: 'READ', title: t.READ },
              { value: 'ACT', title: t.ACT },
            ]}
          />
          <TextField
            label={t.days}
            inputMode="numeric"
            value={days}
            onChange={setDays}
            problem={wrong.days && local(wrong.days)}
          />
          <Trouble act={make} />
          <div>
            <Button type="submit" pending={make.pending}>
              {t.make}
            </Button>
          </div>
        </form>
      )}
    </Disclosure>
  );
}
