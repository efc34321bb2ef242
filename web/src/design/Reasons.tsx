// Why something cannot be done now, and where to go to change that. What many criteria lack is said once for all.
import { Fragment } from 'react';
import { graphql } from '../app/graph';
import { type LocalizedText, useLocal } from '../app/language';
import { Icon } from './Icon';
import { Link } from './Link';
import styles from './Notice.module.css';

export const reasonFields = graphql(
  `fragment ReasonFields on Reason { code message { ru en } unblock criterionCode }`,
);

export type ReasonData = {
  code: string;
  message: LocalizedText;
  unblock: string | null;
  criterionCode: string | null;
};

export function Reasons({ reasons, id }: { reasons: readonly ReasonData[]; id?: string }) {
  return (
    <ul className={styles.reasons} id={id}>
      {together(reasons).map((alike) => (
        <li key={`${alike[0]?.code} ${alike[0]?.message.en}`} className={styles.reason}>
          <Icon name="lock" size={13} />
          <Alike reasons={alike} />
        </li>
      ))}
    </ul>
  );
}

/** Reasons that differ in their criterion only stand together: «3.3, 4.1: нет самооценки – …». */
export function together(reasons: readonly ReasonData[]): ReasonData[][] {
  const groups = new Map<string, ReasonData[]>();
  for (const reason of reasons) {
    const key = `${reason.code} ${reason.criterionCode === null ? reason.message.en : withoutCode(reason).en}`;
    groups.set(key, [...(groups.get(key) ?? []), reason]);
  }
  return [...groups.values()];
}

function withoutCode({ message, criterionCode }: ReasonData): LocalizedText {
  const cut = (text: string) =>
    text.startsWith(`${criterionCode}: `) ? text.slice(text.indexOf(':')) : text;
  return { ru: cut(message.ru), en: cut(message.en) };
}

function Alike({ reasons }: { reasons: readonly ReasonData[] }) {
  const local = useLocal();
  const [first, ...others] = reasons;
  if (!first) return null;
  if (!others.length) {
    const text = local(first.message);
    return first.unblock ? <Link href={first.unblock}>{text}</Link> : <span>{text}</span>;
  }
  return (
    <span>
      {reasons.map((reason, place) => (
        <Fragment key={reason.criterionCode}>
          {place > 0 && ', '}
          {reason.unblock ? <Link href={reason.unblock}>{reason.criterionCode}</Link> : reason.criterionCode}
        </Fragment>
      ))}
      {local(withoutCode(first))}
    </span>
  );
}
