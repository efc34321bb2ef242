// What is strong, what must improve and by when: the parts of a report that people act on.
import { messages, useLocal, useMessages, useTongue } from '../app/language';
import { useTime } from '../app/time';
import styles from './observer.module.css';

const words = messages({
  by: { ru: (day: string) => `до ${day}`, en: (day: string) => `by ${day}` },
  inRussian: {
    ru: 'Тексты экспертов, комиссии и школы – на русском.',
    en: 'What the panel, the commission and the school wrote stands in their own words, in Russian.',
  },
  answers: { ru: 'отвечает:', en: 'responsible:' },
  about: {
    ru: (code: string, title: string) => `показатель ${code} «${title}»`,
    en: (code: string, title: string) => `criterion ${code}, “${title}”`,
  },
});

/** Tells a reader of the other language why what follows is in Russian; nothing where it is not. */
export function InRussian({ text }: { text: string }) {
  const t = useMessages(words);
  return useTongue()(text) === 'ru' ? <p className="quiet small">{t.inRussian}</p> : null;
}

/** A text of several lines is a list of thoughts; one line is a paragraph. */
export function Lines({ text }: { text: string }) {
  const tongue = useTongue();
  const lines = text
    .split('\n')
    .map((line) => line.replace(/^[-–—•*]\s+/, '').trim())
    .filter(Boolean);
  if (lines.length < 2)
    return (
      <p className="prose" lang={tongue(text)}>
        {text}
      </p>
    );
  return (
    <ul className={styles.lines} lang={tongue(text)}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

type Condition = {
  text: string;
  criterionCode: string | null;
  owner: string;
  dueOn: string;
  stateTitle: { ru: string; en: string } | null;
  stateSince: string | null;
};
type Named = { code: string; title: { ru: string; en: string } };

export function Conditions({
  conditions,
  criteria,
}: {
  conditions: readonly Condition[];
  criteria: readonly Named[];
}) {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const tongue = useTongue();
  return (
    <ol className={styles.conditions}>
      {conditions.map((condition) => {
        const criterion = criteria.find(({ code }) => code === condition.criterionCode);
        const title = criterion && local(criterion.title);
        // The text often names the criterion itself; then there is no need to say it twice.
        const about = criterion && title && !condition.text.includes(title) && t.about(criterion.code, title);
        return (
          <li key={`${condition.criterionCode} ${condition.dueOn} ${condition.text}`}>
            <p className={styles.due}>
              <time dateTime={condition.dueOn}>{t.by(time.day(condition.dueOn))}</time>
              {condition.stateTitle && condition.stateSince && (
                <>
                  <br />
                  {local(condition.stateTitle)}{' '}
                  <time dateTime={condition.stateSince}>{time.day(condition.stateSince)}</time>
                </>
              )}
            </p>
            <div>
              <p lang={tongue(condition.text)}>{condition.text}</p>
              <p className="quiet small">
                {about && `${about} · `}
                {t.answers} <span lang={tongue(condition.owner)}>{condition.owner}</span>
              </p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
