// Words that stayed on this device while others were saved in their place: shown, and taken only if the person wants.
import { messages, useMessages } from '../app/language';
import { Button } from './Button';
import { Notice } from './Notice';

const words = messages({
  title: {
    ru: 'На этом устройстве остался текст, который не был сохранён',
    en: 'Words that were never saved are still on this device',
  },
  take: { ru: 'Взять его вместо сохранённого', en: 'Take them in place of what is saved' },
  drop: { ru: 'Он больше не нужен', en: 'They are not needed any more' },
});

type Props = { text: string; onTake: () => void; onDrop: () => void };

export function LeftDraft({ text, onTake, onDrop }: Props) {
  const t = useMessages(words);
  return (
    <Notice
      tone="warn"
      title={t.title}
      action={
        <span className="row">
          <Button small onClick={onTake}>
            {t.take}
          </Button>
          <Button small look="plain" onClick={onDrop}>
            {t.drop}
          </Button>
        </span>
      }
    >
      <blockquote className="prose">{text}</blockquote>
    </Notice>
  );
}
