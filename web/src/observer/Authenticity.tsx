// That nobody changed a record: its hash and signature, and a check of both without leaving the page.
import { useState } from 'react';
import { messages, useMessages } from '../app/language';
import { path } from '../app/paths';
import { Button } from '../design/Button';
import { Link } from '../design/Link';
import { Notice } from '../design/Notice';
import { DefinitionList } from '../design/Page';
import styles from './observer.module.css';
import { type Check, checkRecord } from './verify';

const words = messages({
  more: {
    ru: 'Запись подписана при публикации. Изменить её незаметно нельзя: исправление – это новая запись.',
    en: 'The record was signed when it was published. It cannot be changed unnoticed: a correction is a new record.',
  },
  check: { ru: 'Проверить подпись', en: 'Check the signature' },
  whole: { ru: 'Подпись верна', en: 'The signature is true' },
  wholeMore: {
    ru: 'Ваш браузер скачал запись, посчитал её хэш и проверил подпись: с момента публикации в ней ничего не изменилось.',
    en: 'Your browser fetched the record, computed its hash and checked the signature: nothing in it changed since publication.',
  },
  changed: { ru: 'Хэш не совпал', en: 'The hash does not match' },
  changedMore: {
    ru: 'Содержание записи не то, что было подписано. Сообщите об этом агентству.',
    en: 'The record is not what was signed. Please tell the agency.',
  },
  unsigned: { ru: 'Подпись не подтвердилась', en: 'The signature is not confirmed' },
  unsignedMore: {
    ru: 'Хэш верен, но подпись сделана другим ключом. Сообщите об этом агентству.',
    en: 'The hash is right, but the signature was made with another key. Please tell the agency.',
  },
  unable: {
    ru: 'Этот браузер не умеет проверять такие подписи',
    en: 'This browser cannot check such signatures',
  },
  unableMore: { ru: 'Проверьте запись другим способом:', en: 'Check the record in another way:' },
  how: { ru: 'как проверить самому', en: 'how to check it yourself' },
  network: { ru: 'Не получилось скачать запись', en: 'The record could not be fetched' },
  networkMore: { ru: 'Проверьте сеть и нажмите ещё раз.', en: 'Check your network and press again.' },
  hash: { ru: 'SHA-256', en: 'SHA-256' },
  signature: { ru: 'Подпись (Ed25519)', en: 'Signature (Ed25519)' },
  key: { ru: 'Ключ', en: 'Key' },
  json: { ru: 'Скачать запись (JSON)', en: 'Take the record (JSON)' },
});

type Props = { of: { recordUrl: string; sha256: string; signature: string; keyId: string } };

export function Authenticity({ of: record }: Props) {
  const t = useMessages(words);
  const [checking, setChecking] = useState(false);
  const [found, setFound] = useState<Check | null>(null);

  async function check() {
    setChecking(true);
    setFound(await checkRecord(record));
    setChecking(false);
  }
  const told = {
    whole: { tone: 'success', title: t.whole, more: t.wholeMore },
    changed: { tone: 'error', title: t.changed, more: t.changedMore },
    unsigned: { tone: 'error', title: t.unsigned, more: t.unsignedMore },
    unable: { tone: 'warn', title: t.unable, more: t.unableMore },
    network: { tone: 'warn', title: t.network, more: t.networkMore },
  } as const;
  const answer = found && told[found];
  return (
    <div className="stack">
      <p>{t.more}</p>
      <div className="row">
        <Button pending={checking} onClick={() => void check()}>
          {t.check}
        </Button>
        <a href={record.recordUrl}>{t.json}</a>
      </div>
      {answer && (
        <Notice tone={answer.tone} title={answer.title}>
          {answer.more} {found === 'unable' && <Link href={`${path.data}#check`}>{t.how}</Link>}
        </Notice>
      )}
      <DefinitionList
        pairs={[
          { term: t.hash, is: <span className={styles.hash}>{record.sha256}</span> },
          { term: t.signature, is: <span className={styles.hash}>{record.signature}</span> },
          { term: t.key, is: <span className={styles.hash}>{record.keyId}</span> },
        ]}
      />
    </div>
  );
}
