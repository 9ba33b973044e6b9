import { TEMPLATE_PARAMETER_MAX, templateText } from '@parley/contracts';
import { useId } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTexts } from '../../../shared/i18n/use-texts';
import { DialogFoot, DialogForm } from '../../../shared/ui/dialog-parts';
import { SearchPicker } from '../../../shared/ui/search-picker';
import { Trouble } from '../../../shared/ui/trouble';
import styles from './templates.module.css';
import { type Template, useTemplate } from './use-template';

interface FormProps {
  readonly conversationId: string;
  readonly queueId: string;
  readonly onDone: () => void;
}

/** The choice of a template, a field for each of its values, and what the customer will read. */
export function TemplateForm(props: FormProps) {
  const t = useTexts();
  const previewId = useId();
  const { templates, failed, reload, template, values, ready, busy, trouble, choose, fill, submit } = useTemplate(props);
  return (
    <DialogForm onSubmit={submit}>
      {failed ? (
        <Trouble text={t['template.failed']}>
          <Button className="button" onPress={reload}>
            {t['app.tryAgain']}
          </Button>
        </Trouble>
      ) : (
        <SearchPicker
          label={t['template.label']}
          placeholder={t['template.search']}
          noMatch={templates?.length === 0 ? t['template.none'] : templates ? t['request.noMatch'] : t['request.loading']}
          items={(templates ?? []).map(({ id, name, language }) => ({ id, name, detail: language }))}
          chosen={template?.id}
          onChoose={choose}
          autoFocus
        />
      )}
      {template && <Values template={template} values={values} onFill={fill} />}
      {template && <Preview id={previewId} template={template} values={values} />}
      <Trouble text={trouble} />
      <DialogFoot action={t['action.send']} disabled={!ready} busy={busy} describedBy={template && previewId} />
    </DialogForm>
  );
}

function Values({ template, values, onFill }: { template: Template; values: readonly string[]; onFill: (at: number, typed: string) => void }) {
  const labels = useLabels(template);
  return values.map((value, at) => (
    <label key={at} className="field">
      {labels[at]}
      <input className="input" dir="auto" autoComplete="off" required maxLength={TEMPLATE_PARAMETER_MAX} value={value} onChange={(event) => onFill(at, event.target.value)} />
    </label>
  ));
}

/** As the customer will read it; what is missing is named in its place. */
function Preview({ id, template, values }: { id: string; template: Template; values: readonly string[] }) {
  const t = useTexts();
  const labels = useLabels(template);
  return (
    <figure className={styles.preview}>
      <figcaption>{t['template.preview']}</figcaption>
      <p id={id} dir="auto" lang={template.language.replace('_', '-')}>
        {templateText(template.text, values.map((value, at) => value || `[${labels[at]}]`))}
      </p>
    </figure>
  );
}

function useLabels({ parameters }: Template): readonly string[] {
  const t = useTexts();
  return parameters.map(({ name }, at) => name ?? t['template.value']({ number: at + 1 }));
}
