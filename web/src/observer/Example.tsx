// A query one can read, copy, and run where it stands.
import { useState } from 'react';
import { type LocalizedText, messages, useLocal, useMessages } from '../app/language';
import { Button } from '../design/Button';
import { Notice } from '../design/Notice';
import { Code } from './Code';

const words = messages({
  run: { ru: 'Выполнить', en: 'Run' },
  answer: { ru: 'Ответ', en: 'Answer' },
  network: { ru: 'Нет связи с сервером. Попробуйте ещё раз.', en: 'No connection to the server. Try again.' },
});

export function Example({ title, text }: { title: LocalizedText; text: string }) {
  const t = useMessages(words);
  const local = useLocal();
  const [running, setRunning] = useState(false);
  const [answer, setAnswer] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);

  async function run() {
    setRunning(true);
    setFailed(false);
    try {
      const response = await fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ query: text }),
      });
      setAnswer(JSON.stringify(await response.json(), null, 2));
    } catch {
      setFailed(true);
    } finally {
      setRunning(false);
    }
  }
  return (
    <div className="stack-near">
      <Code
        title={local(title)}
        text={text}
        action={
          <Button small pending={running} onClick={() => void run()}>
            {t.run}
          </Button>
        }
      />
      {failed && <Notice tone="error">{t.network}</Notice>}
      {answer !== null && <Code title={t.answer} text={answer} />}
    </div>
  );
}
