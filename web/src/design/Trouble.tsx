// What came of an act that did not succeed, to stand beside the control.
import type { Act } from '../app/act';
import { renewEverything } from '../app/graph';
import { messages, useLocal, useMessages } from '../app/language';
import { path } from '../app/paths';
import { Button } from './Button';
import { Notice } from './Notice';
import { Reasons } from './Reasons';

const words = messages({
  blocked: { ru: 'Сейчас этого сделать нельзя', en: 'This cannot be done now' },
  stale: { ru: 'Пока вы писали, это изменилось', en: 'This changed while you were writing' },
  fresh: { ru: 'Показать, как сейчас', en: 'Show it as it is now' },
  invalid: { ru: 'Исправьте, пожалуйста', en: 'Please correct' },
  network: { ru: 'Не отправлено: нет связи с сервером', en: 'Not sent: no connection to the server' },
  server: {
    ru: 'Не получилось: сервер не смог ответить',
    en: 'It did not work: the server could not answer',
  },
  kept: { ru: 'Написанное осталось здесь.', en: 'What you wrote is still here.' },
  signedOut: { ru: 'Сеанс закончился', en: 'Your session has ended' },
  signIn: { ru: 'Войти снова', en: 'Sign in again' },
  again: { ru: 'Отправить ещё раз', en: 'Send again' },
});

type Props = {
  act: Pick<Act<never, { __typename: string }>, 'trouble' | 'pending'> & { retry: () => Promise<unknown> };
  /** What to do when the case has changed meanwhile; by default everything on the screen is asked again. */
  onFresh?: () => void;
};

export function Trouble({ act, onFresh }: Props) {
  const t = useMessages(words);
  const local = useLocal();
  const { trouble } = act;
  if (!trouble) return null;
  switch (trouble.kind) {
    case 'blocked':
      return (
        <Notice tone="warn" title={t.blocked}>
          <Reasons reasons={trouble.reasons} />
        </Notice>
      );
    case 'stale':
      return (
        <Notice
          tone="warn"
          title={t.stale}
          action={
            <Button small onClick={onFresh ?? renewEverything}>
              {t.fresh}
            </Button>
          }
        >
          {local(trouble.message)}
        </Notice>
      );
    case 'invalid':
      return (
        <Notice tone="error" title={t.invalid}>
          <ul>
            {trouble.problems.map((problem) => (
              <li key={`${problem.path} ${problem.code}`}>{local(problem.message)}</li>
            ))}
          </ul>
        </Notice>
      );
    case 'signed-out':
      return (
        <Notice
          tone="error"
          title={t.signedOut}
          action={
            <a
              href={path.signIn(window.location.pathname + window.location.search)}
              target="_blank"
              rel="noopener"
            >
              {t.signIn}
            </a>
          }
        >
          {t.kept}
        </Notice>
      );
    case 'absent':
      return <Notice tone="error">{local(trouble.message)}</Notice>;
    default:
      return (
        <Notice
          tone="error"
          title={trouble.kind === 'network' ? t.network : t.server}
          action={
            <Button small pending={act.pending} onClick={() => void act.retry()}>
              {t.again}
            </Button>
          }
        >
          {t.kept}
        </Notice>
      );
  }
}
