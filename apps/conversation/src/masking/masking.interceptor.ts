import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { masked } from '@parley/contracts';
import { type Caller, ContactCenter } from '@parley/service-kit';
import { map, type Observable } from 'rxjs';

/**
 * What the configuration hides leaves no answer to an agent. Supervisors read the truth, and so do Parley's own services.
 *
 * Outside of all others, so that nothing masked is kept anywhere.
 */
@Injectable()
export class MaskingInterceptor implements NestInterceptor {
  constructor(private readonly contactCenter: ContactCenter) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const { caller } = context.switchToHttp().getRequest<{ caller?: Caller }>();
    if (!caller || caller.roles.includes('supervisor')) return next.handle();
    return next.handle().pipe(map((body) => masked(body, this.contactCenter.config.masking)));
  }
}
