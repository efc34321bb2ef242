// A place to drop files and folders on, or to press and choose them.
import { type DragEvent, type ReactNode, useState } from 'react';
import { messages, useMessages } from '../app/language';
import { Button } from './Button';
import styles from './FileDrop.module.css';
import { chosenFolder, droppedFiles } from './folders';

const words = messages({
  choose: { ru: 'Выберите файлы или перетащите их сюда', en: 'Choose files or drop them here' },
  chooseOne: { ru: 'Выберите файл или перетащите его сюда', en: 'Choose a file or drop it here' },
  folder: { ru: 'Выбрать папку целиком', en: 'Choose a whole folder' },
});

type Props = {
  onFiles: (files: File[]) => void;
  /** As in `<input accept>`: ".pdf,.docx". */
  accept?: string;
  multiple?: boolean;
  title?: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
};

export function FileDrop({ onFiles, accept, multiple = true, title, hint, disabled }: Props) {
  const t = useMessages(words);
  const [over, setOver] = useState(false);

  function take(files: readonly File[]) {
    if (files.length) onFiles(multiple ? [...files] : files.slice(0, 1));
  }
  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    if (!disabled) void droppedFiles(event.dataTransfer).then(take);
  }
  return (
    <div className="stack-near">
      <label
        className={[styles.drop, over && styles.over, disabled && styles.still].filter(Boolean).join(' ')}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(!disabled);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <input
          type="file"
          className="unseen"
          accept={accept}
          multiple={multiple}
          disabled={disabled}
          onChange={(event) => {
            take([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
        <span className={styles.title}>{title ?? (multiple ? t.choose : t.chooseOne)}</span>
        {hint && <span className="quiet small">{hint}</span>}
      </label>
      {multiple && !disabled && (
        <span>
          <Button small look="plain" onClick={() => void chosenFolder().then(take)}>
            {t.folder}
          </Button>
        </span>
      )}
    </div>
  );
}
