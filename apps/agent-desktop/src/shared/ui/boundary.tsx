import { Component, type ReactNode } from 'react';

interface BoundaryProps {
  /** What stands there instead; `again` tries what is inside once more. */
  readonly instead: (again: () => void) => ReactNode;
  readonly children: ReactNode;
}

/** A fault of what is inside ends here: the page around it goes on. Only a class can catch one. */
export class Boundary extends Component<BoundaryProps, { readonly failed: boolean }> {
  override readonly state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    const { instead, children } = this.props;
    return this.state.failed ? instead(() => this.setState({ failed: false })) : children;
  }
}
