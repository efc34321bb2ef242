// What a screen shows while its reading has no data: the place kept, or the failure with a way to try again.
import { messages, useMessages } from '../app/language';
import type { Reading } from '../app/read';
import { Button } from './Button';
import { Notice } from './Notice';
import { Skeleton } from './Skeleton';

const words = messages({
  network: { ru: 'Нет связи с сервером', en: 'No connection to the server' },
  networkMore: {
    ru: 'Проверьте подключение к сети. Всё, что вы писали здесь, осталось на этом устройстве.',
    en: 'Check your network. What you wrote here is still on this device.',
  },
  server: { ru: 'Сервер не смог ответить', en: 'The server could not answer' },
  serverMore: {
    ru: 'Попробуйте ещё раз через минуту. Если не поможет, сообщите секретариату, что вы делали и когда.',
    en: 'Try again in a minute. If it does not help, tell the secretariat what you did and when.',
  },
  limit: { ru: 'Слишком много запросов за минуту', en: 'Too many requests in a minute' },
  limitMore: {
    ru: 'Число запросов в минуту ограничено, чтобы сервера хватало всем. Подождите минуту и попробуйте ещё раз.',
    en: 'The number of requests in a minute is limited, so that the server is there for everybody. Wait a minute and try again.',
  },
  again: { ru: 'Попробовать ещё раз', en: 'Try again' },
});

type Props = { reading: Reading<unknown>; lines?: number; head?: boolean; block?: boolean };

export function Waiting({ reading, ...shape }: Props) {
  const t = useMessages(words);
  if (!reading.failed) return <Skeleton {...shape} />;
  const kind = reading.failed;
  return (
    <Notice
      tone="error"
      title={t[kind]}
      action={
        <Button small onClick={reading.again}>
          {t.again}
        </Button>
      }
    >
      {t[`${kind}More`]}
    </Notice>
  );
}
