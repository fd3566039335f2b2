"""The composition root: every part is made here once and given what it needs."""

import asyncio
import gc
import logging
from collections.abc import Coroutine, Mapping
from datetime import datetime
from typing import Any, cast

from telegram import Bot, Update
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.ext import Application, ApplicationBuilder, ContextTypes, ExtBot, JobQueue

import handlers
from bot.calls import Calls
from bot.clock import Clock, SimulatedClock, SystemClock
from bot.core import Core
from bot.deliver import Delivery
from bot.errands import Errands
from bot.fatal import TokenRefused
from bot.files import DRAWS
from bot.pacing import Pacing
from bot.post import Post
from bot.receive import ALLOWED, Polling
from bot.settings import Settings
from bot.tick import Ticker
from bot.transport import AiohttpRequest
from bot.webhook import Webhook
from domain.model.calendar import WorkCalendar
from domain.model.deadlines.rules import Reform
from domain.model.municipalities import municipalities
from domain.ports import Network
from domain.services import housekeeping
from handlers.context import Context, Exchange
from handlers.errand import ErrandDone
from storage.database import Database, open_database

log = logging.getLogger(__name__)

LONGEST_PAUSE_S = 30.0
COLLECT_AFTER = 50_000  # new objects; an update makes some thousands, and hardly one in a ring
App = Application[ExtBot[None], Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], JobQueue[Context]]


class KurzeWege(Application):  # type: ignore[type-arg]
    """PTB's application, except that an error reaches the core instead of a log."""

    __slots__ = ("exchange",)
    exchange: Exchange

    async def process_error(self, update: object, error: Exception, *args: Any, **kwargs: Any) -> bool:
        raise error


class Running:
    """The whole bot: made from settings, run until cancelled or until something fatal happens."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings = settings
        self.database = database
        self.clock = self._make_clock()
        self.request = AiohttpRequest()
        self.spare_request = AiohttpRequest(pool_size=1)  # PTB wants one for polls, which are our own
        self.call = Calls(self.request, f"{settings.base_url}{settings.token.get_secret_value()}")
        self.application = self._make_application()
        self.core = Core(
            database,
            self.clock,
            network_of(settings),
            handle=self._handle,
            refuse=handlers.refuse,
            apologise=handlers.apologise,
            acknowledge=self._acknowledge,
            committed=self._report,
        )
        bot = self.application.bot
        self.delivery = Delivery(self.core, pacing_of(settings), Post(bot, self.call, DRAWS))
        self.errands = Errands(self.core, bot)
        self.ticker = Ticker(self.core)
        self._answering: set[asyncio.Task[None]] = set()
        self.started = asyncio.Event()

    # Parts

    def _make_clock(self) -> Clock:
        if self.settings.clock_url is None:
            return SystemClock()
        return SimulatedClock(
            self.settings.clock_url,
            self.settings.bot_id,
            idle=lambda: self.idle,
            next_due=lambda: self.next_due_at,
            changed=self._time_moved,
        )

    def _make_application(self) -> App:
        application = (
            ApplicationBuilder()
            .application_class(KurzeWege)
            .token(self.settings.token.get_secret_value())
            .base_url(self.settings.base_url)
            .base_file_url(self.settings.base_file_url)
            .request(self.request)
            .get_updates_request(self.spare_request)
            .context_types(ContextTypes(context=Context))
            .updater(None)
            .build()
        )
        handlers.register(application)
        return cast("App", application)

    # What the core needs

    def _handle(self, exchange: Exchange) -> None:
        """One update through PTB's handlers. Raises whatever a handler raises."""
        if "errand" in exchange.payload:
            update: object = ErrandDone.model_validate(exchange.payload["errand"])
        else:
            update = Update.de_json(_seen(exchange.payload), self.application.bot)
        self.application.exchange = exchange  # type: ignore[attr-defined]
        run_through(self.application.process_update(update))

    def _acknowledge(self, answer: Mapping[str, Any]) -> None:
        task = asyncio.create_task(self._answer_press(answer))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answer_press(self, answer: Mapping[str, Any]) -> None:
        try:
            await self.call("answerCallbackQuery", **answer)
        except TelegramError as error:
            # Too late, or the network is away: the card says what the toast would have said.
            log.info("a press could not be acknowledged: %s", type(error).__name__)
        finally:
            self._report()

    # Idle, for the simulated clock

    @property
    def idle(self) -> bool:
        at_rest = self.core.idle and self.delivery.idle and self.errands.idle and self.ticker.idle
        return self.started.is_set() and at_rest and not self._answering

    @property
    def next_due_at(self) -> datetime | None:
        moments = [at for at in (self.ticker.next_due_at, self.delivery.next_due_at) if at is not None]
        return min(moments, default=None)

    def _report(self) -> None:
        if isinstance(self.clock, SimulatedClock):
            self.clock.report()

    def _time_moved(self) -> None:
        self.core.wake()

    # Running

    async def run(self) -> None:
        """Until cancelled; then what is on its way may still arrive. Raises Fatal."""
        parts = asyncio.create_task(self._run_parts())
        try:
            await asyncio.shield(parts)
        except asyncio.CancelledError:
            await self.delivery.close()
            raise
        finally:
            parts.cancel()
            await asyncio.gather(parts, return_exceptions=True)
            await self._stop()

    async def _run_parts(self) -> None:
        try:
            async with asyncio.TaskGroup() as tasks:
                if isinstance(self.clock, SimulatedClock):
                    tasks.create_task(self.clock.run())
                    await self.clock.ready()
                tasks.create_task(self.core.run())
                await self.core.submit(lambda work: work.outbox.recover())
                await self.core.submit(housekeeping.wind)
                self.core.attend(self.ticker)
                await self._greet()
                log.info("started: %d accepted updates were waiting", await self.core.resume())
                self._wind()
                tasks.create_task(self.delivery.run())
                tasks.create_task(self.errands.run())
                tasks.create_task(self._receiver().run())
                tasks.create_task(self._introduce())
                self.core.wake()  # until delivery has looked, nobody may think that nothing is left to do
                self.started.set()
        except BaseExceptionGroup as group:
            raise _first(group) from None

    async def _greet(self) -> None:
        """Ask Telegram who we are, as long as it takes; PTB handles nothing before. Raises TokenRefused."""
        pause = 0.5
        while True:
            try:
                await self.application.initialize()
                if self.settings.webhook_url is None:
                    await self.application.bot.delete_webhook()
                return
            except InvalidToken:
                raise TokenRefused from None
            except RetryAfter as error:
                log.warning("Telegram asks to wait")
                after = error.retry_after
                await asyncio.sleep(after if isinstance(after, int) else after.total_seconds())
            except TelegramError as error:
                log.warning(
                    "Telegram cannot be reached (%s); trying again in %.1f s", type(error).__name__, pause
                )
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE_S)

    def _wind(self) -> None:
        jobs = self.application.job_queue
        assert jobs is not None
        self.ticker.wind(jobs)
        jobs.scheduler.start()

    def _receiver(self) -> Polling | Webhook:
        settings = self.settings
        if settings.webhook_url is None or settings.webhook_secret is None:
            url = f"{settings.base_url}{settings.token.get_secret_value()}"
            return Polling(self.core, self.request, url)
        return Webhook(self.core, settings.webhook_listen, settings.webhook_secret.get_secret_value())

    async def _introduce(self) -> None:
        """Tell Telegram where to bring updates and which commands there are; repeated until it is done."""
        pause = 1.0
        while True:
            try:
                await self._introduce_once(self.application.bot)
                return
            except TelegramError as error:
                log.warning("could not introduce the bot (%s); trying again", type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE_S)

    async def _introduce_once(self, bot: Bot) -> None:
        settings = self.settings
        if settings.webhook_url is not None and settings.webhook_secret is not None:
            secret = settings.webhook_secret.get_secret_value()
            await bot.set_webhook(settings.webhook_url, secret_token=secret, allowed_updates=ALLOWED)
        await handlers.introduce(bot)

    async def _stop(self) -> None:
        jobs = self.application.job_queue
        if jobs is not None and jobs.scheduler.running:
            await jobs.stop(wait=False)
        for task in self._answering:
            task.cancel()
        await self.application.shutdown()
        # PTB closes nothing of what has not been opened as a whole.
        await self.request.shutdown()
        await self.spare_request.shutdown()
        await self.database.close()


def _seen(payload: Mapping[str, Any]) -> dict[str, Any]:
    """What handlers see of an update: the context knows which message was pressed, PTB need not read it."""
    query = payload.get("callback_query")
    if not isinstance(query, dict):
        return dict(payload)
    return {**payload, "callback_query": {name: one for name, one in query.items() if name != "message"}}


def run_through(handling: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine that waits for nothing. Raises what it raises, and RuntimeError if it would wait."""
    try:
        handling.send(None)
    except StopIteration:
        return
    handling.close()
    raise RuntimeError("a handler may not wait: what it needs of the network is an errand")


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    error = group.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error


def network_of(settings: Settings) -> Network:
    """What the operator has set, as the domain knows it."""
    return Network(
        name=settings.network_name,
        case_prefix=settings.case_prefix,
        calendar=calendar_of(settings),
        municipalities=tuple(one.id for one in municipalities()),
        reforms={Reform.MIETRECHT_II: settings.mietrecht_ii_from} if settings.mietrecht_ii_from else {},
    )


def calendar_of(settings: Settings) -> WorkCalendar:
    return WorkCalendar(
        land=settings.land,
        zone=settings.time_zone,
        opens=settings.network_hours.since,
        closes=settings.network_hours.until,
        quiet_from=settings.quiet_hours.since,
        quiet_until=settings.quiet_hours.until,
    )


def pacing_of(settings: Settings) -> Pacing:
    return Pacing(
        per_second=settings.send_per_second,
        private_burst=settings.private_burst,
        private_per_second=settings.private_per_second,
        group_per_minute=settings.group_per_minute,
        group_reserved=settings.group_reserved,
    )


async def run(settings: Settings) -> None:
    """Open the database and run the bot until cancelled. Raises Fatal, and what opening raises."""
    running = Running(settings, await open_database(settings.database))
    # What has been made until now lives as long as the process: the collector need not look at it again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)
    await running.run()
