import { Button, type ButtonProps } from 'react-aria-components/Button';

interface SteadyProps extends Omit<ButtonProps, 'isDisabled' | 'render' | 'onPress'> {
  readonly can: boolean;
  readonly onPress: () => void;
}

/** Does something only while it `can`. Otherwise it says so and stays where the keyboard is: a button that disables itself would drop it. */
export function SteadyButton({ can, onPress, ...rest }: SteadyProps) {
  return (
    <Button
      {...rest}
      // The library passes on only the attributes that it knows.
      render={(props) => <button {...props} {...(!can && { 'aria-disabled': true, 'data-disabled': true })} />}
      onPress={() => can && onPress()}
    />
  );
}
