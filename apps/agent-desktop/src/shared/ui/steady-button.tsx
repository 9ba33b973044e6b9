import { Button, type ButtonProps } from 'react-aria-components/Button';

interface SteadyProps extends Omit<ButtonProps, 'isPending' | 'render' | 'onPress'> {
  readonly can?: boolean;
  /** What it was pressed for is under way. */
  readonly busy?: boolean;
  /** The keys that do the same, as `aria-keyshortcuts` names them. */
  readonly keys?: string | undefined;
  readonly onPress?: (() => unknown) | undefined;
}

/**
 * Does something only while it `can` and is not `busy`. Otherwise it says so and stays where the keyboard is: a button that disables itself would
 * drop it. What a form submits is guarded by the form.
 */
export function SteadyButton({ can = true, busy = false, keys, onPress, ...rest }: SteadyProps) {
  const mayPress = can && !busy;
  return (
    <Button
      {...rest}
      // The library passes on only the attributes that it knows. Its own way of pending leaves a reference to the button when it goes away meanwhile.
      render={(props) => (
        <button
          {...props}
          {...(!mayPress && { 'aria-disabled': true })}
          {...(!can && { 'data-disabled': true })}
          {...(busy && { 'data-pending': true })}
          {...(keys !== undefined && { 'aria-keyshortcuts': keys })}
        />
      )}
      onPress={() => void (mayPress && onPress?.())}
    />
  );
}
