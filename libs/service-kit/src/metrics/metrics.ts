import { Controller, Get, Header } from '@nestjs/common';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { Public } from '../auth/auth.guard';

/** This process's metrics; `GET /metrics` shows them for Prometheus. */
export const metrics = new Registry();
collectDefaultMetrics({ register: metrics });

@Public()
@Controller('metrics')
export class MetricsController {
  @Get()
  @Header('content-type', metrics.contentType)
  show(): Promise<string> {
    return metrics.metrics();
  }
}
