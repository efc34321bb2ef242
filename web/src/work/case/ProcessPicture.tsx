// The process as a picture, with the place where the case stands; and its states as this person calls them.
import { type LocalizedText, messages, useLanguage, useLocal, useMessages } from '../../app/language';
import { path } from '../../app/paths';
import { Disclosure } from '../../design/Disclosure';
import styles from '../work.module.css';
import type { CaseData } from './caseQuery';

const words = messages({
  title: { ru: 'Схема процесса', en: 'The process as a diagram' },
  shows: {
    ru: (process: string, state: string) =>
      `Схема процесса «${process}». Оценка сейчас на стадии «${state}».`,
    en: (process: string, state: string) =>
      `Diagram of the process “${process}”. The evaluation stands at “${state}”.`,
  },
  alone: { ru: 'Открыть отдельно', en: 'Open it by itself' },
});

/** Whoever only answers for the school reads the names meant for the school. */
function forSchool(found: CaseData): boolean {
  return found.myRoles.every((role) => role === 'SCHOOL');
}

export function nameOf(
  found: CaseData,
  state: { title: LocalizedText; titleForSchool: LocalizedText },
): LocalizedText {
  return forSchool(found) ? state.titleForSchool : state.title;
}

export function ProcessPicture({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const local = useLocal();
  const language = useLanguage();
  const readers = forSchool(found) ? 'school' : 'internal';
  const address = path.process(found.process, { language, readers, here: found.state.code });
  return (
    <Disclosure title={t.title}>
      <div className="stack">
        <img
          className={styles.picture}
          src={address}
          loading="lazy"
          alt={t.shows(local(found.process.title), local(nameOf(found, found.state)))}
        />
        <a href={address} target="_blank" rel="noreferrer">
          {t.alone}
        </a>
      </div>
    </Disclosure>
  );
}
