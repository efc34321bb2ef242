// What was done about a result after it was published, and why, in the words of whoever did it.
import { messages, useMessages, useTongue } from '../app/language';

const words = messages({
  ERROR: { ru: 'Исправлена ошибка', en: 'A mistake was corrected' },
  APPEAL: { ru: 'Решение изменено по апелляции', en: 'The decision was changed on appeal' },
  REVISION: { ru: 'Решение пересмотрено', en: 'The decision was revised' },
  FOLLOW_UP: {
    ru: 'Отмечено, что стало с условием; решение осталось прежним',
    en: 'It was recorded what became of a condition; the decision is the same',
  },
  WITHDRAWAL: { ru: 'Результат отозван', en: 'The result was withdrawn' },
  SUSPENSION: { ru: 'Действие результата приостановлено', en: 'The result was suspended' },
  REINSTATEMENT: { ru: 'Действие результата возобновлено', en: 'The result was reinstated' },
});

export function Because({ kind, text }: { kind: keyof (typeof words)['ru']; text: string | null }) {
  const t = useMessages(words);
  const tongue = useTongue();
  return (
    <p>
      {t[kind]}
      {text && <span lang={tongue(text)}>: {text}</span>}
    </p>
  );
}
