"""Answering an assignment from wherever it stands: the task above its questions, one key to save."""

from textual import work

from learnlog.model.errors import LearnlogError
from learnlog.reflecting.programmes import Standing
from learnlog.tui.screens.desk import DeskScreen


class Tasks(DeskScreen):
    """A screen on which assignments stand."""

    @work(group="task", exclusive=True)
    async def answer_task(self, standing: Standing) -> None:
        """Write the answer to an assignment, along its questions."""
        from learnlog.tui.screens.composer import Composer
        from learnlog.tui.screens.prompted import Questions

        if not self.desk.ahead.begin():
            return
        task = standing.assignment
        pack, language = task.prompts or "programme", standing.programme.language
        try:
            text, asked = await self.ask(lambda: self.workspace.prompting.lay_out(pack, task.theme, language))
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        questions = Questions(pack=asked.pack, about=asked.about, assignment=task.id)
        body = f"> {task.task}\n\n{text}"
        self.app.push_screen(Composer(title=task.title, theme=task.theme, body=body, questions=questions))

    def open_task(self, standing: Standing) -> None:
        """Show an assignment in full: whom to look at, what comes of it, what was answered."""
        from learnlog.tui.screens.assignment import AssignmentScreen

        self.app.push_screen(AssignmentScreen(standing.programme.name, standing.assignment.id))
