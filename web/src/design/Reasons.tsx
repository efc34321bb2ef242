// Why something cannot be done now, and where to go to change that.
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
  const local = useLocal();
  return (
    <ul className={styles.reasons} id={id}>
      {reasons.map((reason) => (
        <li key={`${reason.code} ${reason.criterionCode} ${reason.message.en}`} className={styles.reason}>
          <Icon name="lock" size={13} />
          {reason.unblock ? (
            <Link href={reason.unblock}>{local(reason.message)}</Link>
          ) : (
            <span>{local(reason.message)}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
